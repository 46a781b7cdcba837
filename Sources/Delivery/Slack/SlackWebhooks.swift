import Domain
import Foundation

/// How incoming webhooks are configured: one address for all, or a JSON object of target and address.
public enum SlackWebhooks {
    /// - Returns: nil for a text that is neither. `customer-alerts` and `#customer-alerts` are the same target.
    public static func parse(_ text: String) -> [String: HiddenText]? {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.hasPrefix("{") else { return HTTPAddress.isValid(text) ? ["*": HiddenText(text)] : nil }
        guard let given = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)),
            given.values.allSatisfy(HTTPAddress.isValid)
        else { return nil }
        return Dictionary(given.map { (key($0.key), HiddenText($0.value)) }) { first, _ in first }
    }

    static func key(_ target: String) -> String {
        target == "*" || target.hasPrefix("#") || target.hasPrefix("@") ? target : "#" + target
    }
}
