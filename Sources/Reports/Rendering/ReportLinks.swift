/// Where the paths in a report lead.
public enum ReportLinks: Sendable, Hashable {
    /// Nowhere: a file that is sent around may be read where no server can be reached.
    case none
    /// On the server that shows it.
    case site
    /// On a server, by the beginning of its addresses: `https://mainstay.example.com`.
    case server(String)

    func address(_ path: String?) -> String? {
        guard let path, path.hasPrefix("/") else { return nil }
        return switch self {
        case .none: nil
        case .site: path
        case .server(let beginning): (beginning.hasSuffix("/") ? String(beginning.dropLast()) : beginning) + path
        }
    }
}
