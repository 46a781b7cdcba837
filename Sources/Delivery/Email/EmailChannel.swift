import Domain
import Foundation

/// E-mail. A target is one address, or several separated by commas.
struct EmailChannel: Channel {
    let mail: ChannelSettings.Mail?
    let links: MessageLinks
    /// Of one conversation with the server.
    let limit: Duration
    /// Of all conversations about one message: each recipient whom the server refuses begins another one. The last may take its limit once more for
    /// taking leave, and is over before the lease of the message ends all the same.
    private var whole: Duration { limit * 5 / 2 }

    var spacing: Int64 { 0 }

    func canReach(_ target: String) -> Bool { mail != nil }

    func send(_ message: OutgoingMessage, now: Moment) async -> SendOutcome {
        guard let mail else { return .failed(reason: "no mail server is configured") }
        let named = Recipients(message.target)
        var recipients = named.addresses
        guard !recipients.isEmpty else { return .failed(reason: named.complaint ?? "nobody is named") }
        let secrets = Self.secrets(mail)
        let text = MIMEMessage(message, from: mail.sender, to: recipients, links: links, now: now).text
        var refusals = named.faults.map { "\($0): not an e-mail address" }
        let end = ContinuousClock.now + whole
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left >= .seconds(1) else {
                return .retry(
                    after: nil,
                    reason: AnswerText.line(
                        "not handed in within \(whole.components.seconds) s; refused \(refusals.joined(separator: "; "))"))
            }
            let reply = await SMTPConversation(mail: mail, limit: min(limit, left)).send(text, to: recipients)
            let outcome = reply.outcome(hiding: secrets)
            // A mailbox that is not there must not keep the mail from the others; nothing was handed in yet.
            guard case .failed(let reason) = outcome, let refused = reply.refusedRecipient,
                recipients.contains(where: { $0.address.text == refused })
            else { return Self.noting(refusals, outcome) }
            refusals.append("\(refused): \(reason)")
            recipients.removeAll { $0.address.text == refused }
            guard !recipients.isEmpty else { return .failed(reason: AnswerText.line(refusals.joined(separator: "; "))) }
        }
    }

    private static func noting(_ refusals: [String], _ outcome: SendOutcome) -> SendOutcome {
        guard !refusals.isEmpty, case .sent(let answer) = outcome else { return outcome }
        return .sent(answer: AnswerText.line("\(answer); refused \(refusals.joined(separator: "; "))"))
    }

    /// The password, and what AUTH PLAIN and AUTH LOGIN make of it: some servers repeat in their answer what they were told.
    private static func secrets(_ mail: ChannelSettings.Mail) -> [HiddenText] {
        guard let (user, password) = mail.server.credentials.map({ ($0.user, $0.password.text) }) else { return [] }
        let encoded = ["\0\(user)\0\(password)", password, user].map { Data($0.utf8).base64EncodedString() }
        return ([password] + encoded).map(HiddenText.init)
    }

    func check(_ target: String) async -> ChannelCheck {
        guard let mail else { return .notConfigured(remedy: "set MAINSTAY_SMTP_URL and MAINSTAY_SMTP_FROM") }
        if let complaint = Recipients(target).complaint { return .broken(complaint) }
        let reply = await SMTPConversation(mail: mail, limit: limit).greet()
        guard reply.trouble == nil else {
            return .broken("\(mail.server.host) port \(mail.server.port): \(reply.outcome(hiding: Self.secrets(mail)).text)")
        }
        return .ready(
            "\(mail.server.host) port \(mail.server.port) answers\(mail.server.credentials == nil ? "" : " and takes the password")")
    }
}
