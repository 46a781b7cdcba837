import Foundation

/// `anna@example.com`, or `Anna Müller <anna@example.com>`.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    public let name: String?
    public let address: String

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
        let halves = address.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty, address.utf8.count <= 254, address.utf8.allSatisfy(Self.isPlain)
        else {
            return nil
        }
        (self.name, self.address) = (name, address)
    }

    /// Several, separated by commas.
    /// - Throws: ``MailAddressError`` about the first that is none, or when there is none at all.
    static func list(_ text: String) throws(MailAddressError) -> [MailAddress] {
        var addresses: [MailAddress] = []
        for part in text.split(separator: ",") where !part.allSatisfy(\.isWhitespace) {
            guard let address = MailAddress(String(part)) else {
                throw MailAddressError(text: part.trimmingCharacters(in: .whitespaces))
            }
            addresses.append(address)
        }
        guard !addresses.isEmpty else { throw MailAddressError(text: text) }
        return addresses
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"<>()[]:;,\\\"".utf8.contains(byte)
    }

    var domain: String { String(address[address.index(after: address.firstIndex(of: "@") ?? address.startIndex)...]) }

    public var description: String { name.map { "\($0) <\(address)>" } ?? address }
}

struct MailAddressError: Error, Hashable, CustomStringConvertible {
    let text: String

    var description: String { AnswerText.line("'\(text)' is not an e-mail address") }
}
