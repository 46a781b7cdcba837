import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func freshness(_ system: SystemHealth) -> Panel {
        let shares: [(String, String, Decimal?)] = [
            ("p50", "half of them", system.freshness.p50), ("p95", "95 %", system.freshness.p95), ("p99", "99 %", system.freshness.p99),
        ]
        let isKnown = shares.contains { $0.2 != nil }
        return Panel(
            id: "freshness", title: "Freshness of scores",
            definition: """
                The time from a fact's arrival to the committed score that shows it, measured over 24 hours: half, 95 % and 99 % of the scores were there \
                within it.
                """,
            headline: system.freshness.p95.map { "\(number($0)) ms" } ?? "–", detail: isKnown ? "for 95 % of the scores of 24 hours" : nil,
            chart: isKnown
                ? Chart(
                    kind: .bar, labels: shares.map(\.0), series: [Chart.Series(name: "Within", values: shares.map(\.2), tone: .accent)],
                    minimum: 0, unit: "ms") : nil,
            table: DataTable(
                columns: [
                    .init("percentile", "Percentile", .text), .init("scores", "Scores", .text),
                    .init("milliseconds", "Within ms", .decimal),
                ],
                rows: shares.map { [.text($0.0), .text($0.1), .from($0.2)] }),
            empty: isKnown
                ? nil
                : EmptyState(
                    missing: "No score was measured in the 24 hours up to then.",
                    remedy: "It is measured while `mainstay serve` runs and facts arrive; imports of whole files are not counted."))
    }

    /// Without decimals where there are none.
    private static func number(_ value: Decimal) -> String { NumberText.money(value) }
}
