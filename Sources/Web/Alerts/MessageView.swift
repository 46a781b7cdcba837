import Dashboards
import Delivery
import Domain
import Foundation

/// A message and how far it has come, as pages say it.
enum MessageView {
    /// `fired` → `Fired`
    static func kind(_ kind: String) -> String { kind.prefix(1).uppercased() + kind.dropFirst() }

    static func badge(_ state: String) -> View {
        let tone: Chart.Tone =
            switch state {
            case "sent": .healthy
            case "waiting", "sending": .muted
            case "undeliverable": .atRisk
            default: .critical
            }
        return ["tone": ToneView.name(tone), "symbol": ToneView.symbol(tone), "word": title(state)]
    }

    static func title(_ state: String) -> String {
        switch state {
        case "undeliverable": "Not delivered"
        case "dead": "Given up"
        default: kind(state)
        }
    }

    /// How it stands, in words.
    /// - Parameter error: what was said to the last attempt.
    static func standing(_ state: String, sentAt: Moment?, error: String?) -> String {
        switch state {
        case "waiting": error.map { "is tried again: \($0)" } ?? "waits to be sent"
        case "sending": "is on its way"
        case "sent": sentAt.map(FigureText.moment) ?? ""
        case "undeliverable": "no channel is set up"
        case "failed": error ?? "the receiver says that it will never work"
        case "dead": "after 24 hours\(error.map { ": \($0)" } ?? "")"
        default: ""
        }
    }

    static func isGivenUp(_ state: String) -> Bool { state == "failed" || state == "dead" }

    static func attempt(at: Moment, outcome: String, milliseconds: Int, answer: String?, target: String) -> View {
        let outcome = outcome == "retry" ? "did not arrive" : outcome
        var view: View = [
            "iso": at.iso8601, "text": FigureText.moment(at), "outcome": outcome, "took": "\(FigureText.integer(.init(milliseconds))) ms",
        ]
        if let answer, !answer.isEmpty { view["answer"] = TargetText.masked(answer, target) }
        return view
    }
}
