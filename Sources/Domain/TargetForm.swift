/// What a target of a message must look like for the channel that it is for: the one rule for routes and for the parameters that routes name.
public enum TargetForm: String, Sendable, Hashable, CaseIterable {
    case slack, email, webhook

    public func accepts(_ text: String) -> Bool {
        switch self {
        case .slack: Self.isPlain(text) && ["#", "@", "C", "U", "G", "D"].contains(text.prefix(1))
        // An empty item is a slip of the pen: whoever was meant there would be told nothing.
        case .email:
            text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { EmailAddress(String(Self.trimmed($0))) != nil }
        case .webhook: Self.isPlain(text) && HTTPAddress.isValid(text)
        }
    }

    /// What it wants, behind "is not".
    public var wanted: String {
        switch self {
        case .slack: "a Slack channel like #name, a person like @name, or an id"
        case .email: "an e-mail address, or several with one comma between two of them"
        case .webhook: "an address that begins with https:// or http:// and names a host"
        }
    }

    /// One word of visible characters, as an address is.
    private static func isPlain(_ text: String) -> Bool {
        (2...500).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
