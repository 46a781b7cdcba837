import Access
import Alerting
import Delivery
import Domain
import Foundation

/// An alert as its page shows it.
enum AlertView {
    static func view(_ record: AlertRecord, who: Who, now: Moment) -> View {
        let alert = record.alert
        var view: View = [
            "called": AlertWords.title(alert), "number": "\(alert.id)", "ruleTitle": alert.rule.title,
            "state": AlertWords.badge(alert.state), "severity": AlertWords.badge(alert.severity),
            "clock": AlertWords.clock(alert, now: now), "isOverdue": alert.isOverdue(at: now),
            "facts": facts(alert).map { ["term": $0.0, "fact": $0.1] as View },
            "moves": record.moves.map { move($0, target: alert.details["target"]) },
        ]
        if let reason = AlertWords.reason(record) { view["sentence"] = reason }
        let figures = AlertWords.figures(alert)
        if !figures.isEmpty { view["why"] = ["figures": figures.map { ["term": $0.name, "fact": $0.value] as View }] as View }
        if let customer = alert.customer {
            view["customer"] =
                [
                    "customerName": customer.shown,
                    "customerPath": CustomerPath.page(ofID: customer.id.shown),
                    "othersPath": "/alerts?state=all&customer=" + LocalPath.queryValue(customer.id.shown, keepsSlash: false),
                ] as View
        }
        if record.messages.isEmpty {
            view["untold"] = ["nobody": "Nobody has been told of it."] as View
        } else {
            view["told"] = ["messages": record.messages.map { message($0, who: who, next: "/alerts/\(alert.id)") }] as View
        }
        if let forms = forms(alert, who: who) { view["forms"] = forms }
        return view
    }

    private static func facts(_ alert: Alert) -> [(String, String)] {
        var facts: [(String, String)] = [("Rule", alert.rule.title)]
        if let customer = alert.customer {
            facts += [("Segment", customer.segment.rawValue), ("ARR", customer.arr.map(FigureText.money) ?? "not known")]
        }
        facts.append(("In the hands of", alert.assignee ?? "nobody yet"))
        facts.append(("Opened", FigureText.moment(alert.openedAt)))
        for (term, moment) in [
            ("Fired", alert.firedAt), ("Acknowledged", alert.acknowledgedAt), ("Escalated", alert.escalatedAt), ("Over", alert.closedAt),
        ] {
            if let moment { facts.append((term, FigureText.moment(moment))) }
        }
        return facts
    }

    private static func move(_ move: AlertMove, target: String?) -> View {
        [
            "iso": move.at.iso8601, "text": FigureText.moment(move.at), "what": move.move.capitalized, "by": AlertWords.actor(move.actor),
            "reason": TargetText.masked(move.reason ?? "", target),
        ]
    }

    // MARK: Messages

    private static func message(_ message: AlertRecord.Message, who: Who, next: String) -> View {
        var view: View = [
            "title": message.title.isEmpty ? MessageView.kind(message.kind) : message.title, "kind": MessageView.kind(message.kind),
            "channel": ChannelText.channel(message.channel), "target": TargetText.shown(message.target),
            "route": message.routeID.map { "route \($0)" } ?? "",
            "created": ["iso": message.createdAt.iso8601, "text": FigureText.moment(message.createdAt)] as View,
            "state": MessageView.badge(message.state),
            "standing": MessageView.standing(message.state, sentAt: message.sentAt, error: message.lastError),
        ]
        if !message.attempts.isEmpty {
            let attempts = message.attempts.map {
                MessageView.attempt(
                    at: $0.at, outcome: $0.outcome, milliseconds: $0.milliseconds, answer: $0.answer, target: message.target)
            }
            view["tried"] = ["attempts": attempts] as View
        }
        if MessageView.isGivenUp(message.state), who.role.may(.manageAlerts) {
            view["retrying"] =
                [
                    "retryPath": "/alerts/deliveries/\(message.id.uuidString.lowercased())/retry", "csrf": Sheet.Gap.csrf.mark,
                    "next": next,
                ] as View
        }
        return view
    }

    // MARK: Forms

    /// Nil when there is nothing that this visitor could do.
    private static func forms(_ alert: Alert, who: Who) -> View? {
        guard who.role.may(.acknowledgeAlerts) else { return nil }
        let base: View = ["action": "/alerts/\(alert.id)", "csrf": Sheet.Gap.csrf.mark]
        var forms: View = ["commenting": base]
        if alert.state == .firing { forms["acknowledging"] = base }
        if alert.state.isOpen, who.role.may(.manageAlerts) {
            forms["assigning"] = base.merging(["assigneeNow": alert.assignee ?? ""]) { $1 }
            if alert.state != .pending { forms["resolving"] = base }
            forms["silencing"] =
                [
                    "csrf": Sheet.Gap.csrf.mark, "silencedRule": alert.rule.rawValue, "silencedCustomer": alert.customer?.id.shown ?? "",
                    "silencedWhat": alert.customer == nil ? "alerts of this rule" : "such alerts of this customer",
                    "next": "/alerts/\(alert.id)", "spans": SilenceView.spans(),
                ] as View
        }
        return forms
    }
}
