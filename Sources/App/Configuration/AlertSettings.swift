import Access
public import Delivery
import Foundation
import Postgres

/// How alerts reach people.
public struct AlertSettings: Sendable, Hashable {
    /// How others reach this server; nil is the address that it listens on.
    public var publicURL: String?
    /// What the links in messages are signed with.
    public var signingKey: HiddenText?
    /// Where the key is that the program made for itself; nil with no ``signingKey`` is a key of the process, whose links end with it.
    public var signingKeyFolder: String?
    public var channels: ChannelSettings

    public init(
        publicURL: String? = nil, signingKey: HiddenText? = nil, signingKeyFolder: String? = nil,
        channels: ChannelSettings = ChannelSettings()
    ) {
        (self.publicURL, self.signingKey, self.signingKeyFolder) = (publicURL, signingKey, signingKeyFolder)
        self.channels = channels
    }

    /// - Throws: ``SigningKeyError``.
    func links() throws -> SignedLinks {
        if let signingKey, let links = SignedLinks(key: signingKey.text) { return links }
        let key = try signingKeyFolder.map(SigningKeyFile.key(in:)) ?? SignedLinks.randomKey()
        guard let links = SignedLinks(key: key) else { throw SigningKeyError.tooShort(folder: signingKeyFolder ?? "") }
        return links
    }
}

extension AppConfiguration {
    /// How alerts reach people. What is secret may also be in a file that a variable with `_FILE` behind its name names.
    ///
    /// - Throws: ``ConfigurationError``.
    public func alertSettings() throws -> AlertSettings {
        AlertSettings(
            publicURL: try publicURL(),
            signingKey: try secret(.signingKey, fix: "A key has at least \(SignedLinks.shortestKey) characters that nobody can guess.") {
                SignedLinks(key: $0) == nil ? nil : HiddenText($0)
            },
            signingKeyFolder: signingKeyFolder, channels: try channelSettings())
    }

    /// - Throws: ``ConfigurationError``.
    public func channelSettings() throws -> ChannelSettings {
        var slack = ChannelSettings.Slack()
        slack.webhooks =
            try secret(
                .slackWebhooks, fix: ##"Write one address, or a JSON object such as {"#customer-alerts": "https://hooks.slack.com/…"}."##,
                read: SlackWebhooks.parse) ?? [:]
        slack.token = try secret(.slackToken, fix: "A bot's token begins with xoxb-.") { HiddenText($0) }
        if let api = try sources.value(.slackAPI, fix: Self.addressFix, read: Self.address) { slack.api = api }
        var mail: ChannelSettings.Mail?
        let server = try secret(.smtpURL, fix: "Write it like smtp://user:password@host:587 or smtps://host; a port is from 1 to 65535.") {
            SMTPServer($0)
        }
        if let server {
            let sender = try sources.value(.smtpFrom, fix: "Write it like Mainstay <alerts@example.com>.") { MailAddress($0) }
            if let sender = sender ?? MailAddress("Mainstay <mainstay@localhost>") {
                mail = .init(server: server, sender: sender, certificates: sources.value(.smtpCertificates)?.text)
            }
        }
        return ChannelSettings(
            slack: slack, mail: mail,
            webhookSecret: try secret(
                .webhookSecret,
                fix: "A secret is whsec_ and the Base64 of at least \(StandardWebhook.shortestKey) random bytes: "
                    + "echo \"whsec_$(openssl rand -base64 32)\"."
            ) { StandardWebhook(secret: HiddenText($0)) == nil ? nil : HiddenText($0) })
    }

    private func publicURL() throws -> String? { try sources.value(.publicURL, fix: Self.addressFix, read: Self.address) }

    private static let addressFix = "Write it like https://mainstay.example.com."

    private static func address(_ text: String) -> String? {
        guard let url = URLComponents(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host?.isEmpty == false,
            url.user == nil, url.query == nil, url.fragment == nil
        else { return nil }
        return text
    }

    /// The folder of the program's data; nil where there is none.
    private var signingKeyFolder: String? {
        switch database {
        case .privateCluster(let folder): folder
        case .address: try? PrivateCluster.defaultDataDirectory(environment: sources.environment)
        }
    }

    /// A value, or the content of the file that a variable names for it.
    private func secret<Value>(_ key: ConfigurationKey, fix: String, read: (String) -> Value?) throws -> Value? {
        let variable = key.variable + "_FILE"
        guard sources.value(key) == nil, let path = sources.environment[variable], !path.isEmpty else {
            return try sources.value(key, fix: fix, read: read)
        }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        } catch {
            throw ConfigurationError.unreadableSecret(variable: variable, path: path, reason: "\(error.localizedDescription)")
        }
        guard let value = read(text) else {
            throw ConfigurationError.badValue(
                ConfigurationValue(text: text, origin: .variable(key)), problem: "the content of \(path) cannot be used", fix: fix)
        }
        return value
    }
}
