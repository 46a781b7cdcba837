/// Channels as pages show them.
enum ChannelText {
    static func channel(_ name: String) -> String {
        switch name {
        case "slack": "Slack"
        case "email": "E-mail"
        case "webhook": "Webhook"
        default: name
        }
    }
}
