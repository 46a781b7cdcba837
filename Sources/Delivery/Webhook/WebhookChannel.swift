import AsyncHTTPClient
import Domain

/// Signed JSON to an address of the user's own, which is the target.
struct WebhookChannel: Channel {
    let secret: HiddenText?
    /// Nil without a secret, and with one that nothing can be signed with.
    private var signature: StandardWebhook? { secret.flatMap(StandardWebhook.init(secret:)) }
    let links: MessageLinks
    let client: HTTPClient
    let limit: Duration

    var spacing: Int64 { 0 }

    /// Without a secret a receiver could not tell our messages from anybody's.
    func canReach(_ target: String) -> Bool { signature != nil }

    func send(_ message: OutgoingMessage, now: Moment) async -> SendOutcome {
        guard let secret, let signature else { return .failed(reason: "no secret is configured that webhooks can be signed with") }
        guard HTTPAddress.isValid(message.target) else { return .failed(reason: "the address is not one of http or https") }
        let body = WebhookEvent.json(message, links: links, now: now).text()
        let headers = signature.headers(id: message.idText, body: body, now: now)
        let url = HiddenText(message.target)
        do {
            return try await HTTPPost(url: url, headers: [("content-type", "application/json")] + headers, body: body)
                .send(by: client, limit: limit).outcome(now: now, hiding: [secret] + HTTPAddress.secrets(url))
        } catch {
            return error.outcome
        }
    }

    func check(_ target: String) async -> ChannelCheck {
        guard signature != nil else { return .notConfigured(remedy: "set MAINSTAY_WEBHOOK_SECRET") }
        guard HTTPAddress.isValid(target) else { return .broken("the target is not an address of http or https") }
        return .ready("the address is well-formed, and messages are signed")
    }
}
