import Domain
import Foundation

/// The answer of Slack's Web API, which says what went wrong in the body of a 200.
enum SlackAPIAnswer {
    private struct Body: Decodable {
        let ok: Bool
        let error: String?
    }

    /// What Slack itself calls passing; every other error says that the request will never work.
    private static let passing: Set<String> = [
        "ratelimited", "rate_limited", "fatal_error", "internal_error", "service_unavailable", "request_timeout", "accesslimited",
    ]

    static func outcome(_ answer: HTTPAnswer, now: Moment, hiding secrets: [HiddenText]) -> SendOutcome {
        let byStatus = answer.outcome(now: now, hiding: secrets)
        guard case .sent = byStatus else { return byStatus }
        guard let text = answer.body, let body = try? JSONDecoder().decode(Body.self, from: Data(text.utf8)) else {
            return .retry(after: nil, reason: "the answer is not one of Slack's: \(byStatus.text)")
        }
        guard !body.ok else { return .sent(answer: "ok") }
        let reason = AnswerText.line(body.error ?? "an error without a name", hiding: secrets)
        guard passing.contains(reason) else { return .failed(reason: reason) }
        return .retry(after: answer.retryAfter.flatMap { RetryAfter.seconds($0, now: now) }, reason: reason)
    }
}
