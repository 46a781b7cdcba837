import Access
import Alerting
import Dashboards
import Delivery
import Domain
import Foundation

/// The routes as their template shows them.
enum RouteListView {
    /// - Parameter tested: the route that was just tested, and what became of it.
    static func view(_ routes: [RouteStanding], tested: (id: String, test: RouteTest)? = nil, who: Who) -> View {
        let mayTest = who.role.may(.manageAlerts)
        var view: View = [
            "places": AlertListView.places(for: who.role, here: "/alerts/routes"), "mayTest": mayTest,
            "routes": routes.map { route($0, mayTest: mayTest) },
        ]
        if let tested {
            let tone: Chart.Tone = tested.test.outcome == "sent" ? .healthy : .critical
            let words = tested.test.outcome == "sent" ? "Sent" : "Not delivered"
            let target = TargetText.shown(tested.test.target)
            view["tested"] =
                [
                    "badge": ["tone": ToneView.name(tone), "symbol": ToneView.symbol(tone), "word": words] as View,
                    "sentence":
                        "Test of route \(tested.id) to \(ChannelText.channel(tested.test.channel)) \(target): "
                        + TargetText.masked(tested.test.answer, tested.test.target),
                ] as View
        }
        return view
    }

    private static func route(_ standing: RouteStanding, mayTest: Bool) -> View {
        let route = standing.route
        let only = [route.severity.map { "only \($0.rawValue)" }, route.segment.map { "only \($0.rawValue)" }].compactMap(\.self)
        let purpose = route.purpose == .escalation ? ["escalation"] : []
        var view: View = [
            "what": route.rule.title, "purpose": (purpose + only).joined(separator: ", "),
            "channel": ChannelText.channel(route.channel.rawValue),
            "target": standing.leadsTo.isEmpty ? "nobody yet" : TargetText.shown(standing.leadsTo),
            "setting": parameter(route.target), "answer": standing.answerHours.map(hours) ?? FigureText.unknown,
            "answerSetting": route.answerWithin.map(parameter) ?? "",
            "repeat": route.repeatHours.map { "after \(span($0))" } ?? "no", "routeName": route.id,
        ]
        if !route.isEnabled {
            view["off"] = true
        } else if mayTest {
            view["testing"] = ["testPath": "/alerts/routes/\(route.id)/test", "csrf": Sheet.Gap.csrf.mark] as View
        }
        return view
    }

    /// `parameter:ops_email` → `parameter ops_email`; nothing of what is said directly.
    private static func parameter(_ setting: String) -> String {
        for kind in ["parameter:", "role:"] where setting.hasPrefix(kind) { return setting.replacing(kind, with: kind.dropLast() + " ") }
        return ""
    }

    private static func hours(_ hours: Decimal) -> String { hours == 0 ? "at once" : span(hours) }

    private static func span(_ hours: Decimal) -> String {
        guard let whole = Int("\(hours)") else { return "\(hours) hours" }
        if whole >= 168, whole % 168 == 0 { return SpanText.count(whole / 168, "week") }
        if whole > 48, whole % 24 == 0 { return SpanText.count(whole / 24, "day") }
        return SpanText.count(whole, "hour")
    }
}
