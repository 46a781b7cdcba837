import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func systemStatus(_ system: SystemHealth) -> Panel {
        Panel(
            id: "status", title: "System status",
            definition: """
                Degraded when scores were not refreshed for more than 48 hours or never, when fewer than 95 % of the CRM syncs of 24 hours succeeded, or when \
                a configured CRM did not sync in 24 hours; Warning when no campaign is active; otherwise Healthy.
                """,
            headline: system.status.rawValue,
            detail: system.reasons.isEmpty ? "nothing is wrong" : system.reasons.joined(separator: "; "),
            target: "Healthy", verdict: Verdict(system.status == .healthy),
            chart: Chart(kind: .status, labels: [system.status.rawValue], tones: [system.status.tone]),
            table: DataTable(
                columns: [.init("status", "Status", .text), .init("reason", "Reason", .text)],
                rows: system.reasons.isEmpty
                    ? [[.text(system.status.rawValue), .null]] : system.reasons.map { [.text(system.status.rawValue), .text($0)] }))
    }
}

extension SystemHealth.Status {
    fileprivate var tone: Chart.Tone {
        switch self {
        case .healthy: .healthy
        case .warning: .atRisk
        case .degraded: .critical
        }
    }
}
