import Delivery

/// A setting that can be used and is probably not what somebody wants: said when a server starts, and by the doctor.
public struct AlertSettingDoubt: Sendable, Hashable {
    /// What is so, and what follows.
    public let seen: String
    public let remedy: String
}

extension AppConfiguration {
    /// - Throws: ``ConfigurationError`` where a setting cannot be used at all.
    public func alertSettingDoubts() throws -> [AlertSettingDoubt] {
        let settings = try alertSettings()
        let channels = settings.channels
        var doubts: [AlertSettingDoubt] = []
        func doubt(_ seen: String, remedy: String) { doubts.append(AlertSettingDoubt(seen: seen, remedy: remedy)) }
        if let mail = channels.mail, sources.value(.smtpFrom) == nil {
            doubt(
                "\(ConfigurationKey.smtpFrom.variable) is not set: mail comes from \(mail.sender.address), which most mail servers refuse",
                remedy: "set \(ConfigurationKey.smtpFrom.variable), such as Mainstay <alerts@example.com>")
        }
        if channels.mail == nil, sources.value(.smtpFrom) != nil {
            doubt(
                "\(ConfigurationKey.smtpFrom.variable) is set and \(ConfigurationKey.smtpURL.variable) is not: no mail is sent",
                remedy: "set \(ConfigurationKey.smtpURL.variable), such as smtp://user:password@host:587")
        }
        if let token = channels.slack.token, !token.text.hasPrefix("xox") {
            doubt(
                "\(ConfigurationKey.slackToken.variable) does not begin with xoxb-, as tokens of bots do",
                remedy: "take the Bot User OAuth Token from the app's page OAuth & Permissions")
        }
        if !channels.isEmpty, settings.publicURL == nil {
            doubt(
                "\(ConfigurationKey.publicURL.variable) is not set: links in messages lead to the address that the server listens on",
                remedy: "set \(ConfigurationKey.publicURL.variable) to the address by which people reach the pages, if it is another one")
        }
        return doubts
    }
}
