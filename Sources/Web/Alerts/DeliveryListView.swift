import Access
import Delivery
import Domain
import Foundation

/// The list of messages as its template shows it.
enum DeliveryListView {
    /// - Parameter state: as the address has it; empty for all.
    static func view(_ page: DeliveryList, state: String, isFirst: Bool, who: Who, now: Moment) -> View {
        let waiting = page.counts[.undeliverable] ?? 0
        let givenUp = (page.counts[.failed] ?? 0) + (page.counts[.dead] ?? 0)
        var view: View = [
            "summary": summary(undelivered: waiting, givenUp: givenUp),
            "moment": ["iso": now.iso8601, "text": FigureText.moment(now)] as View,
            "places": AlertListView.places(for: who.role, here: "/alerts/deliveries"),
            "states": [
                place("", "All", nil, state), place("waiting", "Waiting", page.counts[.waiting] ?? 0, state),
                place("undeliverable", "Not delivered", waiting, state), place(DeliveryAnswers.givenUp, "Given up", givenUp, state),
                place("sent", "Sent", nil, state),
            ],
        ]
        if waiting > 0 {
            view["notice"] =
                "No channel is set up for \(SpanText.count(waiting, "message")). They are kept for 7 days and sent when the server starts with "
                + "one: docs/delivery.md says how to connect Slack, mail and webhooks."
        }
        guard !page.deliveries.isEmpty else {
            view["nothing"] =
                [
                    "missing": "There is no such message.",
                    "remedy": "What alerts, digests and checks have to say appears here as they say it.",
                ]
                as View
            return view
        }
        var pages: View = ["shown": SpanText.count(page.deliveries.count, "message") + " on this page"]
        if !isFirst { pages["first"] = ["firstPath": path(state)] as View }
        if let next = page.next { pages["older"] = ["olderPath": path(state, before: next)] as View }
        view["list"] = ["entries": page.deliveries.map { entry($0, who: who, next: path(state)) }, "pages": pages] as View
        return view
    }

    private static func summary(undelivered: Int, givenUp: Int) -> String {
        let parts = [
            undelivered > 0 ? "\(FigureText.integer(.init(undelivered))) not delivered" : nil,
            givenUp > 0 ? "\(FigureText.integer(.init(givenUp))) given up" : nil,
        ].compactMap(\.self)
        return parts.isEmpty ? "All that could be sent was sent" : parts.joined(separator: ", ")
    }

    private static func path(_ state: String, before: Int64? = nil) -> String {
        let parts = [state.isEmpty ? nil : "state=" + state, before.map { "cursor=\($0)" }].compactMap(\.self)
        return "/alerts/deliveries" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    private static func place(_ state: String, _ label: String, _ count: Int?, _ chosen: String) -> View {
        var view: View = ["label": label, "statePath": path(state), "isChosen": state == chosen]
        if let count { view["counted"] = ["count": FigureText.integer(.init(count))] as View }
        return view
    }

    private static func entry(_ delivery: Delivery, who: Who, next: String) -> View {
        let state = delivery.state.rawValue
        var view: View = [
            "title": delivery.title, "kind": MessageView.kind(delivery.kind), "channel": ChannelText.channel(delivery.channel),
            "target": TargetText.shown(delivery.target), "route": delivery.route.map { "route \($0)" } ?? "",
            "created": ["iso": delivery.createdAt.iso8601, "text": FigureText.moment(delivery.createdAt)] as View,
            "state": MessageView.badge(state),
            "standing": MessageView.standing(
                state, sentAt: delivery.sentAt, error: delivery.lastError.map { TargetText.masked($0, delivery.target) }),
        ]
        if delivery.attemptCount > 0 { view["tries"] = SpanText.count(delivery.attemptCount, "attempt") }
        if MessageView.isGivenUp(state), who.role.may(.manageAlerts) {
            view["retrying"] =
                [
                    "retryPath": "/alerts/deliveries/\(delivery.id.uuidString.lowercased())/retry", "csrf": Sheet.Gap.csrf.mark,
                    "next": next,
                ] as View
        }
        return view
    }
}
