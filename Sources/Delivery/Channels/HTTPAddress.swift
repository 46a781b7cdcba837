import Foundation

enum HTTPAddress {
    /// Whether a text is an address of http or https with a host.
    static func isValid(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), url.scheme == "https" || url.scheme == "http", let host = url.host else {
            return false
        }
        return !host.isEmpty
    }

    /// The address, and those parts of it that are secrets by themselves when somebody repeats them.
    static func secrets(_ address: HiddenText) -> [HiddenText] {
        guard let url = URLComponents(string: address.text) else { return [address] }
        let parts = [url.path] + url.path.split(separator: "/").map(String.init) + (url.queryItems ?? []).compactMap(\.value)
        return [address] + parts.filter { $0.utf8.count >= 8 }.map(HiddenText.init)
    }
}
