public import Domain
import Foundation

/// `anna@example.com`, or `Anna Müller <anna@example.com>`.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    public let name: String?
    public let address: EmailAddress

    /// - Returns: nil for a text that is none, or that could mean anything else to a mail server.
    public init?(_ text: String) {
        let text = text.trimmingCharacters(in: .whitespaces)
        var address = text
        var name: String?
        if text.hasSuffix(">"), let bracket = text.lastIndex(of: "<") {
            address = String(text[text.index(after: bracket)...].dropLast())
            let given = text[..<bracket].trimmingCharacters(in: CharacterSet.whitespaces.union(["\""]))
            guard !given.contains(where: { $0 == "<" || $0 == ">" || $0 == "\"" }) else { return nil }
            name = given.isEmpty ? nil : given
        }
        guard let address = EmailAddress(address) else { return nil }
        (self.name, self.address) = (name, address)
    }

    public var description: String { name.map { "\($0) <\(address)>" } ?? address.text }
}
