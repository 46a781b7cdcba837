import Crypto
import Domain
import Foundation

/// The signature of Standard Webhooks: HMAC-SHA256 of id, timestamp and body, in Base64.
struct StandardWebhook: Sendable {
    private let key: SymmetricKey

    /// - Parameter secret: `whsec_` and Base64, as the standard writes it; any other text is the key itself.
    init(secret: HiddenText) {
        let prefix = "whsec_"
        if secret.text.hasPrefix(prefix), let bytes = Data(base64Encoded: String(secret.text.dropFirst(prefix.count))), !bytes.isEmpty {
            key = SymmetricKey(data: bytes)
        } else {
            key = SymmetricKey(data: Array(secret.text.utf8))
        }
    }

    func headers(id: String, body: String, now: Moment) -> [(name: String, value: String)] {
        let timestamp = String(now.microseconds / Moment.microsecondsPerSecond)
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(id).\(timestamp).\(body)".utf8), using: key)
        return [
            ("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
        ]
    }
}
