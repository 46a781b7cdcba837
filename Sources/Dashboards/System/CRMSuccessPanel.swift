import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func crmSuccess(_ system: SystemHealth) -> Panel {
        let rate = system.crm.successRate
        return Panel(
            id: "crm-success", title: "CRM sync success",
            definition: "Successful ÷ all finished CRM syncs of the last 24 hours; a partial sync is no success.",
            headline: rate.percent.map { "\(NumberText.decimal($0)) %" } ?? "–",
            detail: rate.whole == 0
                ? (system.crm.isConfigured ? nil : "not configured")
                : "\(NumberText.count(rate.part)) of \(NumberText.count(rate.whole)) syncs",
            target: "at least 95 %",
            verdict: rate.whole == 0 && system.crm.isConfigured ? .offTarget : Verdict(rate.reaches(95)),
            chart: rate.percent.map { percent in
                Chart(
                    kind: .gauge, labels: ["Success rate"], series: [Chart.Series(name: "Success rate", values: [percent], tone: .accent)],
                    minimum: 0, maximum: 100, marks: [Chart.Mark(value: 95, label: "target 95 %")], unit: "%")
            },
            table: DataTable(
                columns: [
                    .init("configured", "Configured", .text), .init("successful_24h", "Successful", .integer),
                    .init("failed_24h", "Failed or partial", .integer), .init("success_rate", "Success rate", .percent),
                ],
                rows: [[.from(system.crm.isConfigured), .from(system.crm.successful), .from(system.crm.failed), .from(rate.percent)]]),
            empty: rate.whole == 0 ? emptyState(system.crm) : nil)
    }

    private static func emptyState(_ crm: SystemHealth.CRM) -> EmptyState {
        crm.isConfigured
            ? EmptyState(
                missing: "No CRM sync ran in the 24 hours up to then.",
                remedy: "Look at the sync; a run is a row of crm_sync_log, which it writes itself or `mainstay import` loads.")
            : EmptyState(
                missing: "No CRM is configured, and no sync was recorded in the 24 hours up to then.",
                remedy: "Where there is one, say so: `mainstay parameters set crm_platform=hubspot --why …`.")
    }
}
