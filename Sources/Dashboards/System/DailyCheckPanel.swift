import CustomerMetrics
import Domain
import Foundation

extension Panel {
    /// - Parameters:
    ///   - check: the newest that was recorded; nil when there was none.
    ///   - asOf: the moment of the dashboard.
    static func dailyCheck(_ check: DailyCheck?, asOf: Moment) -> Panel {
        // After a day and the hours that a missed one may take nobody knows any more.
        let isOld = check.map { $0.asOf < asOf.adding(seconds: -26 * 3_600) } ?? true
        return Panel(
            id: "daily-check", title: "Daily check",
            definition: """
                Each day at 02:30 UTC: the system is not Degraded, no alert waits for more than an hour or was given up, 95 % of the CRM syncs succeeded \
                where a CRM is configured, and the reconcile of the night found no score wrong.
                """,
            headline: check?.outcome.word ?? "–",
            detail: check.map { check in
                "\(NumberText.moment(check.asOf))"
                    + (isOld
                        ? ", and none since"
                        : check.failures.isEmpty ? "" : ": " + check.failures.map(\.condition.title).joined(separator: ", "))
            },
            target: "Not failed", verdict: Verdict(isOld ? nil : check.map { $0.outcome != .failed }),
            chart: check.map { Chart(kind: .status, labels: [$0.outcome.word], tones: [isOld ? .muted : $0.outcome.tone]) },
            table: DataTable(
                columns: [
                    .init("condition", "Condition", .text), .init("outcome", "Outcome", .text), .init("found", "Found", .text),
                    .init("target", "Wanted", .text),
                ],
                rows: check?.findings.map {
                    [.text($0.condition.title), .text($0.outcome.word), .text($0.found), .text($0.condition.target)]
                } ?? []),
            empty: check == nil
                ? EmptyState(
                    missing: "No daily check had been made by then.",
                    remedy: "`mainstay serve` makes one at 02:30 UTC; `mainstay check daily` shows what it would find now.") : nil)
    }
}

extension DailyCheck.Outcome {
    fileprivate var word: String { rawValue.capitalized }

    fileprivate var tone: Chart.Tone {
        switch self {
        case .passed: .healthy
        case .warning: .atRisk
        case .failed: .critical
        }
    }
}
