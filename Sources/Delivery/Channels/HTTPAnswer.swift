import Domain

/// The answer of an HTTP receiver, and what follows from it: the same for every channel.
struct HTTPAnswer: Sendable, Hashable {
    let status: Int
    let retryAfter: String?
    /// Nil when it did not arrive whole.
    let body: String?

    init(status: Int, retryAfter: String? = nil, body: String? = "") {
        (self.status, self.retryAfter, self.body) = (status, retryAfter, body)
    }

    /// - Parameter secrets: what the record must not show.
    func outcome(now: Moment, hiding secrets: [HiddenText]) -> SendOutcome {
        let said = body.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
        let text = AnswerText.line("HTTP \(status)\(said)", hiding: secrets)
        return switch status {
        case 200..<300: .sent(answer: text)
        // The receiver is busy, or not ready, or its fault may be mended.
        case 408, 425, 429, 500...: .retry(after: retryAfter.flatMap { RetryAfter.seconds($0, now: now) }, reason: text)
        // Followed, the message would go where nobody meant it to go.
        case 300..<400: .failed(reason: "\(text) (it points to another address, which is not followed)")
        default: .failed(reason: text)
        }
    }
}
