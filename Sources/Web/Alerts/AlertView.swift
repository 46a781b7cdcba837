import Access
import Alerting
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
            "moves": record.moves.map(move),
        ]
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
            view["untold"] = ["sentence": "Nobody has been told of it."] as View
        } else {
            view["told"] = ["messages": record.messages.map(message)] as View
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

    private static func move(_ move: AlertMove) -> View {
        [
            "iso": move.at.iso8601, "text": FigureText.moment(move.at), "what": move.move.capitalized, "by": AlertWords.actor(move.actor),
            "reason": move.reason ?? "",
        ]
    }

    // MARK: Messages

    private static func message(_ message: AlertRecord.Message) -> View {
        [
            "kind": message.kind.capitalized, "channel": channel(message.channel), "target": target(message),
            "created": ["iso": message.createdAt.iso8601, "text": FigureText.moment(message.createdAt)] as View,
            "standing": standing(message),
            "attempts": message.attempts.map { attempt in
                [
                    "iso": attempt.at.iso8601, "text": FigureText.moment(attempt.at), "outcome": attempt.outcome,
                    "took": "\(FigureText.integer(.init(attempt.milliseconds))) ms", "answer": attempt.answer ?? "",
                ] as View
            },
        ]
    }

    private static func channel(_ name: String) -> String {
        switch name {
        case "slack": "Slack"
        case "email": "E-mail"
        case "webhook": "Webhook"
        default: name
        }
    }

    /// Of an address only where it leads: what stands behind the host may be a key.
    private static func target(_ message: AlertRecord.Message) -> String {
        guard let scheme = message.target.firstRange(of: "://") else { return message.target }
        let host = message.target[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        return host.split(separator: "@").last.map(String.init) ?? ""
    }

    private static func standing(_ message: AlertRecord.Message) -> String {
        switch message.state {
        case "waiting": message.lastError.map { "is tried again: \($0)" } ?? "waits to be sent"
        case "sending": "is being sent"
        case "sent": message.sentAt.map { "sent \(FigureText.moment($0))" } ?? "sent"
        case "undeliverable": "not delivered: no channel is set up"
        case "failed": "failed: \(message.lastError ?? "the receiver says that it will never work")"
        case "dead": "given up after 24 hours\(message.lastError.map { ": \($0)" } ?? "")"
        default: message.state
        }
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
                    "next": "/alerts/\(alert.id)", "spans": SilenceView.spans(),
                ] as View
        }
        return forms
    }
}
