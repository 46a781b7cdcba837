import Domain
import Reports

/// The list of reports, by kind.
enum ReportListView {
    static func view(_ headers: [ReportHeader], kinds: [ReportKind]) -> View {
        ["kinds": kinds.map { kind in self.kind(kind, headers.filter { $0.kind == kind }) }]
    }

    private static func kind(_ kind: ReportKind, _ headers: [ReportHeader]) -> View {
        var view: View = [
            "kindID": kind.rawValue, "kindTitle": kind.title, "meaning": kind.meaning,
            "entries": headers.map(entry),
        ]
        if headers.isEmpty { view["nothing"] = ["steps": CodeText.parts(kind.schedule)] as View }
        if headers.count > 1 { view["newest"] = ["comparePath": path(comparing: headers[1], headers[0])] as View }
        return view
    }

    static func entry(_ header: ReportHeader) -> View {
        [
            "reportPath": "/reports/\(header.id)", "title": header.title, "number": "\(header.id)",
            "asOf": moment(header.asOf), "made": moment(header.madeAt),
            "maker": header.madeBy.map { "asked for by \($0)" } ?? "by the calendar",
        ]
    }

    static func path(comparing one: ReportHeader, _ other: ReportHeader) -> String {
        "/reports/compare?one=\(one.id)&other=\(other.id)"
    }

    static func moment(_ moment: Moment) -> View { ["iso": moment.iso8601, "text": FigureText.moment(moment)] }
}

extension ReportKind {
    fileprivate var meaning: String {
        switch self {
        case .weekly: "What changed in the week, whom to call, and what to decide."
        case .monthly: "What the month taught: NPS, cohorts, churn, features, uptime and the course of health."
        case .insights: "The hand-over to the product team: what is used, what is asked for, why customers leave, what worked."
        }
    }

    fileprivate var schedule: String {
        switch self {
        case .weekly: "It is made each Monday at 07:00 UTC, or at once with `mainstay report weekly --keep`."
        case .monthly, .insights:
            "It is made on the first Monday of the month at 07:00 UTC, or at once with `mainstay report \(rawValue) --keep`."
        }
    }
}
