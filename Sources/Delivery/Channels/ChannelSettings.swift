/// What is configured of the ways to send; nothing of it is in the database.
public struct ChannelSettings: Sendable, Hashable {
    public struct Slack: Sendable, Hashable {
        /// Incoming webhooks by target (`#channel`, `@name`); the one of `*` is for all others.
        public var webhooks: [String: HiddenText]
        /// A bot's token, for targets without a webhook.
        public var token: HiddenText?
        /// Where the Web API is.
        public var api: String

        public static let api = "https://slack.com/api"

        public init(webhooks: [String: HiddenText] = [:], token: HiddenText? = nil, api: String = Self.api) {
            (self.webhooks, self.token, self.api) = (webhooks, token, api)
        }
    }

    public struct Mail: Sendable, Hashable {
        public var server: SMTPServer
        public var sender: MailAddress
        /// A file of certificates to trust instead of the machine's own.
        public var certificates: String?

        public init(server: SMTPServer, sender: MailAddress, certificates: String? = nil) {
            (self.server, self.sender, self.certificates) = (server, sender, certificates)
        }
    }

    public var slack: Slack
    /// Nil while mail is not configured.
    public var mail: Mail?
    /// What webhooks are signed with; without it none is sent.
    public var webhookSecret: HiddenText?

    public init(slack: Slack = Slack(), mail: Mail? = nil, webhookSecret: HiddenText? = nil) {
        (self.slack, self.mail, self.webhookSecret) = (slack, mail, webhookSecret)
    }

    /// Whether anything can be sent at all.
    public var isEmpty: Bool { slack.webhooks.isEmpty && slack.token == nil && mail == nil && webhookSecret == nil }
}
