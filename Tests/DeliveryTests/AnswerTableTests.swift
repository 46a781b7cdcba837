import AsyncHTTPClient
import Domain
import Testing

@testable import Delivery

/// What follows from an answer is the same for every channel of HTTP: one table, which each of them passes.
@Suite(.timeLimit(.minutes(15))) struct AnswerTableTests {
    enum Way: CaseIterable { case slackWebhook, slackBot, webhook }

    enum Expected: Sendable, Equatable {
        case sent, failed
        case retry(Int64?)

        init(_ outcome: SendOutcome) {
            switch outcome {
            case .sent: self = .sent
            case .failed: self = .failed
            case .retry(let after, _): self = .retry(after)
            case .partly: self = .retry(nil)
            }
        }
    }

    static let table: [(HTTPCatcher.Reply, Expected)] =
        [
            (.status(200, body: #"{"ok":true}"#), .sent), (.status(201, body: #"{"ok":true}"#), .sent),
            (.status(301, headers: ["Location": "/elsewhere"]), .failed), (.status(302, headers: ["Location": "/elsewhere"]), .failed),
            (.status(308, headers: ["Location": "/elsewhere"]), .failed), (.status(400, body: "invalid_payload"), .failed),
            (.status(401), .failed), (.status(403, body: "action_prohibited"), .failed), (.status(404, body: "no_service"), .failed),
            (.status(408), .retry(nil)), (.status(410, body: "channel_is_archived"), .failed), (.status(413), .failed),
            (.status(425), .retry(nil)), (.status(429), .retry(nil)), (.status(429, headers: ["Retry-After": "7"]), .retry(7)),
            (.status(429, headers: ["Retry-After": "0"]), .retry(1)), (.status(429, headers: ["Retry-After": "soon"]), .retry(nil)),
            (.status(429, headers: ["Retry-After": "99999999999999999999"]), .retry(86_400)),
            (.status(503, headers: ["Retry-After": "Mon, 05 Jan 2026 12:02:00 GMT"]), .retry(120)),
            (.status(503, headers: ["Retry-After": "Mon, 05 Jan 2026 11:00:00 GMT"]), .retry(1)), (.status(500), .retry(nil)),
            (.status(501), .retry(nil)), (.status(502, body: "<html>bad gateway</html>"), .retry(nil)), (.status(504), .retry(nil)),
            (.slowBody(500), .retry(nil)), (.slowBody(404), .failed), (.reset, .retry(nil)), (.noise, .retry(nil)), (.silence, .retry(nil)),
        ]

    @Test(arguments: Way.allCases) func everyAnswerIsJudgedAlike(_ way: Way) async throws {
        for (reply, expected) in Self.table {
            let (outcome, requests) = try await outcome(of: reply, by: way)
            #expect(Expected(outcome) == expected, "\(way) \(reply): \(outcome)")
            #expect(requests == 1, "\(way) \(reply): it is asked once, and no redirection is followed")
            #expect(!outcome.text.contains("s3cret") && outcome.text.count <= 300)
        }
    }

    @Test(arguments: Way.allCases) func aReceiverThatIsNotThereIsTriedAgain(_ way: Way) async throws {
        try await HTTPCatcher.withoutListener { port in
            let outcome = await Self.channel(way, "http://127.0.0.1:\(port)").send(Self.message(way, "http://127.0.0.1:\(port)"), now: noon)
            #expect(outcome == .retry(after: nil, reason: "no answer: connection refused"))
        }
    }

    /// With a webhook the status says it all; the bot's answer is in the body, and must be read.
    @Test func aSuccessWithoutItsBody() async throws {
        for (way, expected) in [(Way.slackWebhook, Expected.sent), (.webhook, .sent), (.slackBot, .retry(nil))] {
            #expect(Expected(try await outcome(of: .slowBody(200), by: way).0) == expected)
        }
    }

    /// A receiver that repeats what it was sent puts no secret on record.
    @Test func secretsAreNotRepeated() async throws {
        for way in Way.allCases {
            let (outcome, _) = try await outcome(
                of: .status(400, body: "bad s3cret-key in /hook/s3cret-key, signed with \(Self.signingSecret)"), by: way)
            #expect(!outcome.text.contains("s3cret-key") && (way != .webhook || !outcome.text.contains(Self.signingSecret)))
        }
    }

    private static let signingSecret = "whsec_c2lnbmVkIHdpdGggdGhpcyB3aG9sZSBrZXk="

    private func outcome(of reply: HTTPCatcher.Reply, by way: Way) async throws -> (SendOutcome, requests: Int) {
        try await HTTPCatcher.answering(reply) { catcher in
            // Who never answers is waited for; whoever does has time for it on a machine that is busy.
            let limit = if case .silence = reply { Duration.seconds(5) } else { Duration.seconds(60) }
            return (
                await Self.channel(way, catcher.url, limit: limit).send(Self.message(way, catcher.url), now: noon), catcher.requests.count
            )
        }
    }

    private static func message(_ way: Way, _ url: String) -> OutgoingMessage {
        DeliveryTests.message(to: way == .webhook ? "\(url)/hook/s3cret-key" : "#alerts")
    }

    static func channel(_ way: Way, _ url: String, limit: Duration = .seconds(60)) -> any Channel {
        switch way {
        case .slackWebhook:
            SlackChannel(settings: .init(webhooks: ["*": HiddenText("\(url)/s3cret-key")]), links: links, client: .mainstay, limit: limit)
        case .slackBot:
            SlackChannel(settings: .init(token: HiddenText("s3cret-key"), api: url), links: links, client: .mainstay, limit: limit)
        case .webhook: WebhookChannel(secret: HiddenText(signingSecret), links: links, client: .mainstay, limit: limit)
        }
    }
}
