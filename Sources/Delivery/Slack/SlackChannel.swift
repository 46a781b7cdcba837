import AsyncHTTPClient
import Domain
import Foundation

/// Slack, by incoming webhooks or by a bot's token. A target is `#channel`, or `@name` for a direct message.
struct SlackChannel: Channel {
    let settings: ChannelSettings.Slack
    let links: MessageLinks
    let client: HTTPClient
    let limit: Duration

    /// What Slack allows.
    var spacing: Int64 { 1 }

    func canReach(_ target: String) -> Bool { webhook(target) != nil || settings.token != nil }

    /// The webhook of the target itself, else the bot, else the webhook for all.
    private func webhook(_ target: String) -> (url: HiddenText, isForAll: Bool)? {
        if let url = settings.webhooks[SlackWebhooks.key(target)] { return (url, false) }
        guard settings.token == nil else { return nil }
        return settings.webhooks["*"].map { ($0, true) }
    }

    func send(_ message: OutgoingMessage, now: Moment) async -> SendOutcome {
        if let webhook = webhook(message.target) {
            let slack = SlackMessage(message, links: links, addressee: webhook.isForAll ? message.target : nil, now: now)
            let body = JSON.object(["text": .string(slack.text), "blocks": .array(slack.blocks)])
            return await post(to: webhook.url, [], body) { $0.outcome(now: now, hiding: HTTPAddress.secrets(webhook.url)) }
        }
        guard let token = settings.token else {
            return .failed(reason: "neither a webhook nor a token is configured for \(message.target)")
        }
        let slack = SlackMessage(message, links: links, addressee: nil, now: now)
        let body = JSON.object([
            "channel": .string(message.target), "text": .string(slack.text), "blocks": .array(slack.blocks), "unfurl_links": false,
        ])
        return await post(to: method("chat.postMessage"), [authorization(token)], body) { answer in
            SlackAPIAnswer.outcome(answer, now: now, hiding: [token])
        }
    }

    private func post(
        to url: HiddenText, _ headers: [(name: String, value: String)], _ body: JSON, judge: (HTTPAnswer) -> SendOutcome
    ) async -> SendOutcome {
        let post = HTTPPost(url: url, headers: headers + [("content-type", "application/json; charset=utf-8")], body: body.text())
        do {
            return judge(try await post.send(by: client, limit: limit))
        } catch {
            return error.outcome
        }
    }

    private func method(_ name: String) -> HiddenText { HiddenText("\(settings.api)/\(name)") }

    private func authorization(_ token: HiddenText) -> (name: String, value: String) { ("authorization", "Bearer \(token.text)") }

    /// A webhook cannot be tried without posting; a token can.
    func check(_ target: String) async -> ChannelCheck {
        guard TargetForm.slack.accepts(target) else { return .broken("'\(AnswerText.line(target))' is not \(TargetForm.slack.wanted)") }
        if let webhook = webhook(target) {
            return .ready("an incoming webhook\(webhook.isForAll ? " for all channels" : "") is configured for \(target)")
        }
        guard let token = settings.token else {
            return .notConfigured(remedy: "set MAINSTAY_SLACK_WEBHOOKS or MAINSTAY_SLACK_TOKEN")
        }
        let outcome = await post(to: method("auth.test"), [authorization(token)], .object([])) { answer in
            SlackAPIAnswer.outcome(answer, now: Moment(microseconds: 0), hiding: [token])
        }
        return switch outcome {
        case .sent: .ready("Slack knows the token; whether the bot is in \(target) shows only when it posts there")
        default: .broken("Slack does not take the token: \(outcome.text)")
        }
    }
}
