import Crypto
import Domain
import Foundation

/// The signature of Standard Webhooks: HMAC-SHA256 of id, timestamp and body, in Base64.
public struct StandardWebhook: Sendable {
    private let key: SymmetricKey

    /// What the standard asks of a key at least, in bytes.
    public static let shortestKey = 24

    /// - Parameter secret: `whsec_` and the Base64 of the key, as the standard writes it.
    /// - Returns: nil for any other text, and for a key that is too short: a receiver could not trust what it signs.
    public init?(secret: HiddenText) {
        let prefix = "whsec_"
        guard secret.text.hasPrefix(prefix), let bytes = Data(base64Encoded: String(secret.text.dropFirst(prefix.count))),
            bytes.count >= Self.shortestKey
        else { return nil }
        self.init(key: bytes)
    }

    init(key: Data) { self.key = SymmetricKey(data: key) }

    func headers(id: String, body: String, now: Moment) -> [(name: String, value: String)] {
        let timestamp = String(now.microseconds / Moment.microsecondsPerSecond)
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(id).\(timestamp).\(body)".utf8), using: key)
        return [
            ("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
        ]
    }
}
