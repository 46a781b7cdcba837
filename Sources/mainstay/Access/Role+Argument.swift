import Access
import Domain

extension Role {
    /// - Throws: ``AccessError/roleUnknown(_:)``.
    init(argument text: String) throws(AccessError) {
        guard let role = Role(rawValue: text) else { throw .roleUnknown(text) }
        self = role
    }
}
