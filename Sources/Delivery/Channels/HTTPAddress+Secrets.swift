import Domain
import Foundation

extension HTTPAddress {
    /// The address, and those parts of it that are secrets by themselves when somebody repeats them.
    static func secrets(_ address: HiddenText) -> [HiddenText] {
        guard let url = URLComponents(string: address.text) else { return [address] }
        let parts = [url.path] + url.path.split(separator: "/").map(String.init) + (url.queryItems ?? []).compactMap(\.value)
        return [address] + parts.filter { $0.utf8.count >= 8 }.map(HiddenText.init)
    }
}
