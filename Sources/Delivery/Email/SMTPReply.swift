/// What a mail server said at the end of a conversation, and what follows from it.
struct SMTPReply: Sendable, Hashable {
    enum Trouble: Sendable, Hashable {
        /// The server said no, by its last reply.
        case refused
        /// It did not take user and password.
        case signIn
        /// STARTTLS is wanted and not offered.
        case noTLS
        /// Its certificate is not one that is trusted.
        case certificate(String)
        /// No connection, or none any more.
        case connection(String)
    }

    /// Nil when all went well.
    let trouble: Trouble?
    /// The last line of the server; nil when it said none.
    let line: String?
    /// The recipient whom the server did not take, when that was the trouble.
    let refusedRecipient: String?

    var code: Int? { line.flatMap { Int($0.prefix(3)) } }

    /// It speaks of the whole conversation, whatever it answers: the server goes away.
    var closes: Bool { trouble != .refused || code == 421 }

    /// - Parameter secrets: what the record must not show.
    func outcome(hiding secrets: [HiddenText]) -> SendOutcome {
        let said = AnswerText.line(line ?? "no reply", hiding: secrets)
        switch trouble {
        case nil: return .sent(answer: said)
        case .refused:
            guard let code, code >= 500 else { return .retry(after: nil, reason: said) }
            return .failed(reason: said)
        case .signIn:
            if let code, (400..<500).contains(code) { return .retry(after: nil, reason: "signing in: \(said)") }
            return .failed(reason: "signing in: \(said)")
        case .noTLS: return .failed(reason: "the server offers no STARTTLS, and the password is not sent without it")
        // Certificates are renewed.
        case .certificate(let reason):
            return .retry(after: nil, reason: AnswerText.line("the certificate is not trusted: \(reason)", hiding: secrets))
        case .connection(let reason): return .retry(after: nil, reason: AnswerText.line(reason, hiding: secrets))
        }
    }
}
