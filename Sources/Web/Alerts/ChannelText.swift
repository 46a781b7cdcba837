/// Channels and their targets as pages and the API show them.
enum ChannelText {
    static func channel(_ name: String) -> String {
        switch name {
        case "slack": "Slack"
        case "email": "E-mail"
        case "webhook": "Webhook"
        default: name
        }
    }

    /// Of an address only where it leads: what stands behind the host may be a key.
    static func target(_ target: String) -> String {
        guard let scheme = target.firstRange(of: "://") else { return target }
        let host = target[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return host.split(separator: "@").last.map(String.init) ?? ""
    }

    /// A text with a target in it, which shows no more of it than ``target(_:)``.
    static func masked(_ text: String, _ target: String?) -> String {
        guard let target, target.contains("://") else { return text }
        return text.replacing(target, with: Self.target(target))
    }
}
