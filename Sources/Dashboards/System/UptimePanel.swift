import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func uptime(_ system: SystemHealth) -> Panel {
        Panel(
            id: "uptime", title: "Uptime",
            definition: """
                The share of the last 30 days in which the system was not Degraded. What a check found holds until the next one, but for two check \
                intervals at most: a silent monitor is not a healthy one.
                """,
            headline: system.uptimePercent.map { "\(NumberText.decimal($0)) %" } ?? "–", detail: "of 30 days",
            target: "at least \(NumberText.decimal(system.targetUptime)) %",
            verdict: Verdict(system.reachesTargetUptime),
            chart: system.uptimePercent.map { percent in
                Chart(
                    kind: .gauge, labels: ["Uptime"], series: [Chart.Series(name: "Uptime", values: [percent], tone: .accent)],
                    // Where all is well the last percents tell; a gauge from 0 would always look full.
                    minimum: percent < 90 ? 0 : 90, maximum: 100,
                    marks: [Chart.Mark(value: system.targetUptime, label: "target \(NumberText.decimal(system.targetUptime)) %")], unit: "%"
                )
            },
            table: DataTable(
                columns: [.init("uptime_percent_30d", "Uptime", .percent), .init("target", "Target", .percent)],
                rows: [[.from(system.uptimePercent), .from(system.targetUptime)]]),
            empty: system.uptimePercent == nil
                ? EmptyState(
                    missing: "Nobody had looked by then: there are no checks.",
                    remedy: "`mainstay serve` checks the system at regular intervals and keeps what it finds in system_health_log.") : nil)
    }
}
