import Alerting
import Domain

/// The silences that hold, and the form for another one.
enum SilenceView {
    static func view(_ silences: [Silence], rules: [AlertRule], mayManage: Bool, now: Moment) -> View {
        var view: View = [:]
        if silences.isEmpty { view["noSilence"] = ["sentence": "No silence holds: what fires is told."] as View }
        if !silences.isEmpty {
            view["held"] = ["silences": silences.map { silence($0, mayManage: mayManage, now: now) }, "mayEnd": mayManage] as View
        }
        if mayManage {
            view["silenceForm"] =
                [
                    "csrf": Sheet.Gap.csrf.mark, "silenceRules": AlertListView.options(rules.map { ($0.rawValue, $0.title) }, chosen: ""),
                    "silenceSegments": AlertListView.options(
                        Segment.allCases.map { ($0.rawValue.lowercased(), $0.rawValue) }, chosen: ""),
                    "spans": spans(),
                ] as View
        }
        return view
    }

    /// How long a silence may be chosen to hold.
    static func spans() -> [View] {
        SilenceForm.spans.map { hours in
            [
                "value": "\(hours)", "title": hours < 24 ? SpanText.count(hours, "hour") : SpanText.count(hours / 24, "day"),
                "isChosen": hours == 24,
            ] as View
        }
    }

    private static func silence(_ note: Silence, mayManage: Bool, now: Moment) -> View {
        var view: View = [
            "what": what(note), "until": ["iso": note.until.iso8601, "text": FigureText.moment(note.until)] as View,
            "left": SpanText.length(from: now, to: note.until), "by": AlertWords.actor(note.madeBy), "why": note.why,
        ]
        if mayManage { view["end"] = ["endPath": "/alerts/silences/\(note.id)/end", "csrf": Sheet.Gap.csrf.mark] as View }
        return view
    }

    private static func what(_ note: Silence) -> String {
        let parts = [
            note.rule?.title, note.segment.map { "segment \($0.rawValue)" }, note.customer.map { "customer \($0.shown)" },
        ].compactMap(\.self)
        return parts.isEmpty ? "Everything" : parts.joined(separator: ", ")
    }
}
