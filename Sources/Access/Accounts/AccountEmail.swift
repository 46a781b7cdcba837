import Domain
import Foundation

/// An e-mail address of an account.
struct AccountEmail: Sendable, Hashable {
    let text: String

    /// - Throws: ``AccessError/emailMalformed(_:)``.
    init(_ typed: String) throws(AccessError) {
        guard let address = EmailAddress(typed.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw .emailMalformed(typed) }
        text = address.text
    }
}
