import CustomerMetrics
import Domain
import Foundation

extension Panel {
    /// 1-month rates of the newest cohorts: the six that can be seen, and those that cannot yet.
    static func retentionTrend(_ retention: Retention) -> Panel {
        // A month without customers has no rate, and never will: it is left out. One that has not ended is a gap.
        let shown = retention.cohorts.filter { $0.retained[0] == nil || $0.rates[0] != nil }.reversed()
        let firstSeen = retention.trend.last?.month
        let points = shown.filter { cohort in firstSeen.map { cohort.month >= $0 } ?? true }
        let newest = retention.cohorts.first { $0.rates[0] != nil }
        let target = retention.targets[0]
        return Panel(
            id: "retention-\(retention.definition.rawValue)", title: "Retention after 1 month",
            group: "retention-trend", choice: retention.definition.title, definition: retention.definition.words,
            headline: newest?.rates[0].map { "\(NumberText.decimal($0)) %" } ?? "–",
            detail: newest.map { detail(of: $0, retention) },
            target: "at least \(target) %",
            verdict: Verdict(newest.flatMap { cohort in cohort.retained[0].map { 100 * $0 >= target * cohort.size } }),
            chart: newest == nil
                ? nil
                : Chart(
                    kind: .line, labels: points.map { "\($0.month)" },
                    series: [Chart.Series(name: "Retained after 1 month", values: points.map { $0.rates[0] }, tone: .accent)],
                    minimum: 0, maximum: 100, marks: [Chart.Mark(value: Decimal(target), label: "target \(target) %")], unit: "%"),
            table: table(retention), empty: newest == nil ? emptyState(retention) : nil)
    }

    private static func detail(of newest: Retention.Cohort, _ retention: Retention) -> String {
        let of = "of \(NumberText.count(newest.size)) customers who began in \(newest.month)"
        guard let decline = retention.monthOverMonthDecline else { return of }
        if decline == 0 { return "\(of), as the month before" }
        return "\(of), \(NumberText.decimal(decline.magnitude)) % \(decline > 0 ? "lower" : "higher") than the month before"
    }

    private static func table(_ retention: Retention) -> DataTable {
        DataTable(
            columns: [.init("cohort_month", "Began in", .text), .init("size", "Customers", .integer)]
                + Retention.steps.map { .init("retained_\($0)m", "Retained after \($0) mo.", .integer) }
                + Retention.steps.map { .init("rate_\($0)m", "Rate after \($0) mo.", .percent) },
            rows: retention.cohorts.map { cohort in
                [.text("\(cohort.month)"), .from(cohort.size)] + cohort.retained.map { .from($0) } + cohort.rates.map { .from($0) }
            })
    }

    private static func emptyState(_ retention: Retention) -> EmptyState {
        if retention.cohorts.allSatisfy({ $0.size == 0 }) {
            return EmptyState(
                missing: "No customer began in the 13 months up to then.",
                remedy: "Import customers with their created_at (users.csv); \"as of\" shows earlier moments.")
        }
        return EmptyState(
            missing: "No month's customers can be judged yet.",
            remedy: "A month's retention is known when the month after it has ended; it will appear by itself.")
    }
}

extension RetentionDefinition {
    fileprivate var title: String {
        switch self {
        case .unbounded: "Unbounded"
        case .bounded: "Bounded"
        }
    }

    fileprivate var words: String {
        let activity =
            switch self {
            case .unbounded: "whose last activity lies in the month after it or later"
            case .bounded: "with any activity in the month right after it"
            }
        return """
            Of all customers who began in a calendar month, those who have left included: the share \(activity). A month is judged when the month \
            after it has ended.
            """
    }
}
