import Alerting
import Dashboards
import Delivery
import Domain
import Foundation

/// Alerts in words.
enum AlertWords {
    /// What an alert is called on its page and in lists.
    static func title(_ alert: Alert) -> String {
        alert.customer.map { "\(alert.rule.title): \($0.shown)" } ?? alert.rule.title
    }

    // MARK: States

    static func title(_ state: AlertState) -> String { state.rawValue.capitalized }

    static func badge(_ state: AlertState) -> View {
        let tone: Chart.Tone =
            switch state {
            case .firing: .critical
            case .acknowledged: .atRisk
            case .resolved: .healthy
            case .pending, .suppressed: .muted
            }
        return ["tone": ToneView.name(tone), "symbol": ToneView.symbol(tone), "word": title(state)]
    }

    static func badge(_ severity: AlertSeverity) -> View {
        let tone: Chart.Tone =
            switch severity {
            case .high: .critical
            case .medium: .atRisk
            case .low: .muted
            }
        return ["tone": ToneView.name(tone), "symbol": ToneView.symbol(tone), "word": severity.rawValue.capitalized]
    }

    // MARK: The clock

    /// How the clock of an alert stands: `answer by … (in 3 hours)`, `overdue since …`.
    static func clock(_ alert: Alert, now: Moment) -> String {
        switch alert.state {
        case .pending:
            switch alert.hold {
            case .silence: return "held back by a silence"
            case .coolDown: return "held back: the last one ended less than 7 days ago"
            case nil: return alert.firesAt > now ? "is told at \(FigureText.moment(alert.firesAt)) if it lasts" : "is about to be told"
            }
        case .firing:
            guard let answerBy = alert.answerBy else {
                return alert.escalatedAt.map { "escalated \(SpanText.length(from: $0, to: now)) ago" } ?? "no answer is asked for"
            }
            return alert.isOverdue(at: now)
                ? "overdue since \(FigureText.moment(answerBy)), \(SpanText.length(from: answerBy, to: now))"
                : "answer by \(FigureText.moment(answerBy)), in \(SpanText.length(from: now, to: answerBy))"
        case .acknowledged:
            guard let at = alert.acknowledgedAt else { return "in hand" }
            return alert.firedAt.map { "in hand, \(SpanText.length(from: $0, to: at)) after it fired" } ?? "in hand"
        case .resolved: return alert.closedAt.map { "over since \(FigureText.moment($0))" } ?? "over"
        case .suppressed: return "was over before anybody was told"
        }
    }

    // MARK: Who, and figures

    /// `user:anna` → `anna`, `link:anna` → `anna, by the link in the message`.
    static func actor(_ actor: String) -> String {
        let halves = actor.split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { return actor == "engine" ? "the score engine" : actor == "evaluation" ? "the rules" : actor }
        return switch halves[0] {
        case "user": halves[1]
        case "link": halves[1] == unnamed ? "somebody, by the link in the message" : "\(halves[1]), by the link in the message"
        case "cli": "\(halves[1]), on the command line"
        case "token": "the program \(halves[1])"
        default: actor
        }
    }

    /// Behind `link:` where nobody gave a name.
    static let unnamed = AlertDesk.unnamed

    /// What was found, in a sentence.
    static func reason(_ record: AlertRecord) -> String? {
        guard let found = record.alert.details["reason"] ?? record.moves.first?.reason else { return nil }
        let reason = TargetText.masked(found, record.alert.details["target"])
        return reason.prefix(1).uppercased() + reason.dropFirst() + (reason.hasSuffix(".") ? "" : ".")
    }

    /// The figures that raised it, as they were then, by their names.
    static func figures(_ alert: Alert) -> [(name: String, value: String)] {
        // The reasons are what the sentence is made of.
        alert.details.filter { $0.key != "reason" && $0.key != "reasons" }.sorted { $0.key < $1.key }.map { name, text in
            (title(ofFigure: name), value(TargetText.masked(text, alert.details["target"]), of: name))
        }
    }

    private static func value(_ text: String, of name: String) -> String {
        switch name {
        case "arr": return Decimal(string: text).map(FigureText.money) ?? text
        case "decline", "retention", "retention_before": return text + " %"
        case "channel": return ChannelText.channel(text)
        // As PostgreSQL writes a moment within JSON.
        default: return text.contains("T") ? (try? Moment(iso8601: text)).map(FigureText.moment) ?? text : text
        }
    }

    /// `score_before` → `Score before`
    private static func title(ofFigure name: String) -> String {
        switch name {
        case "arr": return "ARR then"
        case "nps": return "NPS"
        case "nps_before": return "NPS 30 days before"
        case "responses_before": return "Responses then"
        case "at": return "Found"
        default:
            let words = name.replacing("_", with: " ")
            return words.prefix(1).uppercased() + words.dropFirst()
        }
    }
}
