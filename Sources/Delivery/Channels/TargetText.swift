/// Where messages go, as logs, pages, reports and answers show it.
public enum TargetText {
    /// Of an address only where it leads: what stands behind the host may be a key. `mainstay.shown_target` does the same where the database words it.
    public static func shown(_ target: String) -> String {
        guard let scheme = target.firstRange(of: "://") else { return target }
        let host = target[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return host.split(separator: "@").last.map(String.init) ?? ""
    }

    /// A text with a target in it, which shows no more of it than ``shown(_:)``.
    public static func masked(_ text: String, _ target: String?) -> String {
        guard let target, target.contains("://") else { return text }
        return text.replacing(target, with: shown(target))
    }
}
