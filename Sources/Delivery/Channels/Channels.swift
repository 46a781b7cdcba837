import AsyncHTTPClient
import Domain
import NIOCore

/// The ways to send that this program has, by their names in routes and messages: `slack`, `email`, `webhook`.
public struct Channels: Sendable {
    private let byName: [String: any Channel]

    public init(_ byName: [String: any Channel]) { self.byName = byName }

    /// - Parameter limit: for one exchange with a receiver; well below the lease of a message, which an attempt by mail may need several for.
    public init(_ settings: ChannelSettings, links: MessageLinks, limit: Duration = .seconds(30)) {
        let client = HTTPClient.mainstay
        byName = [
            "slack": SlackChannel(settings: settings.slack, links: links, client: client, limit: limit),
            "email": EmailChannel(mail: settings.mail, links: links, limit: limit),
            "webhook": WebhookChannel(secret: settings.webhookSecret, links: links, client: client, limit: limit),
        ]
    }

    subscript(_ name: String) -> (any Channel)? { byName[name] }

    /// Goes as far as one can towards a target without sending anything.
    public func check(channel: String, target: String) async -> ChannelCheck {
        guard let channel = byName[channel] else { return .broken("nobody knows the channel '\(channel)'") }
        return await channel.check(target)
    }

    func send(_ message: OutgoingMessage, by name: String, now: Moment) async -> SendOutcome {
        guard let channel = byName[name] else { return .failed(reason: "nobody knows the channel '\(name)'") }
        guard channel.canReach(message.target) else {
            return .failed(reason: "no channel is set up for \(name) \(TargetText.shown(message.target))")
        }
        return await channel.send(message, now: now)
    }

    /// Whether enough is configured to send to a target.
    public func canReach(channel: String, target: String) -> Bool { byName[channel]?.canReach(target) ?? false }
}

extension HTTPClient {
    /// One for the whole program, as its threads are: nobody has to end it.
    static let mainstay: HTTPClient = {
        var configuration = Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        configuration.decompression = .disabled
        configuration.connectionPool.idleTimeout = .seconds(30)
        // The outbox tries again, with pauses; until then it can be said at once that nobody listens.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
