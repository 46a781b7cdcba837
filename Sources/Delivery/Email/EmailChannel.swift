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
        guard !named.addresses.isEmpty else { return .failed(reason: named.complaint ?? "nobody is named") }
        var recipients = named.addresses.filter { !message.reached.contains($0.address.text) }
        guard !recipients.isEmpty else { return .sent(answer: "all have it") }
        let secrets = Self.secrets(mail)
        let text = MIMEMessage(message, from: mail.sender, to: named.addresses, links: links, now: now).text
        var others = Others(refused: named.faults.map { "\($0): not an e-mail address" })
        let end = ContinuousClock.now + whole
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left >= .seconds(1) else {
                return .retry(after: nil, reason: AnswerText.line("not handed in within \(whole.components.seconds) s; \(others.words)"))
            }
            let reply = await SMTPConversation(mail: mail, limit: min(limit, left)).send(text, to: recipients)
            let outcome = reply.outcome(hiding: secrets)
            // A mailbox that is not there, or takes nothing for now, must not keep the mail from the others; nothing was handed in yet.
            guard let refused = reply.refusedRecipient, !reply.closes, recipients.contains(where: { $0.address.text == refused }) else {
                return others.noted(outcome, of: recipients)
            }
            switch outcome {
            case .failed(let reason): others.refused.append("\(refused): \(reason)")
            default: others.postponed.append("\(refused): \(outcome.text)")
            }
            recipients.removeAll { $0.address.text == refused }
            guard !recipients.isEmpty else { return others.outcome }
        }
    }

    /// Those for whom a mail was not handed in, each with the reason.
    private struct Others {
        /// For good.
        var refused: [String]
        /// Until later.
        var postponed: [String] = []

        var words: String {
            [("later", postponed), ("refused", refused)].filter { !$0.1.isEmpty }.map { "\($0) \($1.joined(separator: "; "))" }
                .joined(separator: "; ")
        }

        /// Where nobody else is left.
        var outcome: SendOutcome {
            guard postponed.isEmpty else {
                return .retry(after: nil, reason: AnswerText.line(refused.isEmpty ? postponed.joined(separator: "; ") : words))
            }
            return .failed(reason: AnswerText.line(refused.joined(separator: "; ")))
        }

        func noted(_ outcome: SendOutcome, of recipients: [MailAddress]) -> SendOutcome {
            guard case .sent(let answer) = outcome, !words.isEmpty else { return outcome }
            let line = AnswerText.line("\(answer); \(words)")
            return postponed.isEmpty ? .sent(answer: line) : .partly(reached: recipients.map(\.address.text), reason: line)
        }
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
