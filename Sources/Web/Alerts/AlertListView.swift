import Access
import Alerting
import Domain
import Foundation

/// The list of alerts as its template shows it.
enum AlertListView {
    static func view(
        _ page: AlertList, _ request: AlertListRequest, silences: [Silence], who: Who, now: Moment
    ) -> View {
        let rules = AlertReach.choices(for: who.role)
        let open = AlertState.allCases.filter(\.isOpen).reduce(0) { $0 + (page.counts[$1] ?? 0) }
        var view: View = [
            "summary": open == 0 ? "No open alert" : SpanText.count(open, "open alert"),
            "moment": ["iso": now.iso8601, "text": FigureText.moment(now)] as View,
            "states": states(page, request, open: open), "stateNow": request["state"],
            "rules": options(rules.map { ($0.rawValue, $0.title) }, chosen: request["rule"]),
            "segments": options(Segment.allCases.map { ($0.rawValue.lowercased(), $0.rawValue) }, chosen: request["segment"]),
            "orders": options(
                [("severity", "Severity"), ("arr", "ARR"), ("age", "Newest")], chosen: request.query.order.rawValue),
            "customerText": request["customer"], "isMine": !request["mine"].isEmpty, "isLate": !request["overdue"].isEmpty,
            "silencing": SilenceView.view(silences, rules: rules, mayManage: who.role.may(.manageAlerts), now: now),
        ]
        view["places"] = Self.places(for: who.role, here: "/alerts")
        if request.hasFilters { view["clear"] = ["clearPath": "/alerts"] as View }
        guard !page.alerts.isEmpty else {
            view["nothing"] =
                (request.hasFilters
                ? ["missing": "No alert fits these filters.", "remedy": "Take a filter away, or look at all states."]
                : ["missing": "No alert is open.", "remedy": "There is nothing to do. Those that are over are under Resolved."]) as View
            return view
        }
        view["list"] = ["entries": page.alerts.map { entry($0, now: now) }, "pages": pages(page, request)] as View
        return view
    }

    /// The pages beside the list.
    static func places(for role: Role, here: String) -> [View] {
        let all = [("/alerts", "Alerts"), ("/alerts/deliveries", "Messages"), ("/alerts/routes", "Routes")]
        return all.map { path, label in ["placePath": path, "placeLabel": label, "isHere": path == here] as View }
    }

    static func options(_ words: [(value: String, title: String)], chosen: String) -> [View] {
        words.map { ["value": $0.value, "title": $0.title, "isChosen": $0.value == chosen] }
    }

    private static func states(_ page: AlertList, _ request: AlertListRequest, open: Int) -> [View] {
        let asked = request["state"].isEmpty ? AlertAnswers.open : request["state"]
        let all = page.counts.values.reduce(0, +)
        let words: [(String, String, Int, Bool)] =
            [(AlertAnswers.open, "Open", open, true)]
            + AlertState.allCases.map { ($0.rawValue, AlertWords.title($0), page.counts[$0] ?? 0, !page.countedInPart.contains($0)) }
            + [(AlertAnswers.all, "All", all, page.countedInPart.isEmpty)]
        return words.map { value, label, count, isAll in
            [
                "label": label, "count": FigureText.integer(.init(count)) + (isAll ? "" : "+"), "statePath": request.path(state: value),
                "isChosen": value == asked,
            ] as View
        }
    }

    private static func entry(_ alert: Alert, now: Moment) -> View {
        var view: View = [
            "path": "/alerts/\(alert.id)", "called": AlertWords.title(alert), "severity": AlertWords.badge(alert.severity),
            "state": AlertWords.badge(alert.state), "clock": AlertWords.clock(alert, now: now),
            "isOverdue": alert.isOverdue(at: now), "assignee": alert.assignee ?? FigureText.unknown,
            "segment": alert.customer?.segment.rawValue ?? FigureText.unknown,
            "arr": alert.customer?.arr.map(FigureText.money) ?? FigureText.unknown,
            "opened": [
                "iso": alert.openedAt.iso8601, "ago": "\(SpanText.length(from: alert.openedAt, to: now)) ago",
                "exact": FigureText.moment(alert.openedAt),
            ] as View,
        ]
        if alert.escalatedAt != nil, alert.state != .firing || alert.answerBy != nil { view["escalation"] = ["word": "escalated"] as View }
        return view
    }

    private static func pages(_ page: AlertList, _ request: AlertListRequest) -> View {
        var view: View = ["shown": SpanText.count(page.alerts.count, "alert") + " on this page"]
        if request.query.after != nil { view["first"] = ["firstPath": request.firstPath] as View }
        if let next = page.next { view["next"] = ["nextPath": request.path(after: next)] as View }
        return view
    }
}
