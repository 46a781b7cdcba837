import Foundation

/// An address of the web.
public enum HTTPAddress {
    /// Whether a text is an address of http or https with a host.
    public static func isValid(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), url.scheme == "https" || url.scheme == "http", let host = url.host else {
            return false
        }
        return !host.isEmpty
    }
}
