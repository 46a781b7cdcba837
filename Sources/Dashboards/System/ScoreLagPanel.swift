import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func scoreLag(_ lag: RefreshLag, _ system: SystemHealth) -> Panel {
        let isKnown = lag.samples.contains { $0.hours != nil }
        return Panel(
            id: "score-lag", title: "Age of the scores",
            definition:
                "Hours since the end of the last completed refresh, hour by hour over 7 days. Over 48 hours the system counts as Degraded.",
            headline: system.hoursSinceLastUpdate.map { "\(NumberText.decimal($0)) hours" } ?? "–",
            detail: system.lastHealthScoreUpdate.map { "last refreshed \(NumberText.moment($0))" },
            target: "less than 24 hours", verdict: Verdict(system.hoursSinceLastUpdate.map { $0 < 24 }),
            chart: isKnown
                ? Chart(
                    kind: .line, labels: lag.samples.map { label($0.moment) },
                    series: [Chart.Series(name: "Hours since the last refresh", values: lag.samples.map(\.hours), tone: .accent)],
                    minimum: 0, marks: [Chart.Mark(value: 24, label: "target 24 hours")], unit: "hours") : nil,
            table: DataTable(
                columns: [.init("moment", "Time", .moment), .init("hours", "Hours since the last refresh", .decimal)],
                rows: lag.samples.map { [.from($0.moment), .from($0.hours)] }),
            empty: isKnown
                ? nil
                : EmptyState(
                    missing: "Scores had never been refreshed by then.",
                    remedy: "`mainstay serve` keeps them fresh; `mainstay refresh` does it once."))
    }

    /// `2026-11-22 14:37`
    private static func label(_ moment: Moment) -> String { String(moment.iso8601.replacing("T", with: " ").prefix(16)) }
}
