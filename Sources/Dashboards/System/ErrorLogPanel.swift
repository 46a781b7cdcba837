import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func errorLog(_ log: ErrorLog) -> Panel {
        Panel(
            id: "error-log", title: "Errors of the last \(log.windowDays) days",
            definition: "CRM syncs that failed or were partial, jobs that failed, and score refreshes that never ended; the newest first.",
            headline: NumberText.count(log.total),
            detail: log.total > log.entries.count ? "the newest \(log.entries.count) are shown" : nil,
            table: DataTable(
                columns: [
                    .init("occurred_at", "Time", .moment), .init("source", "Source", .text), .init("status", "Status", .text),
                    .init("message", "Message", .text),
                ],
                rows: log.entries.map { [.from($0.occurredAt), .text($0.source), .text($0.status), .text($0.message)] }),
            empty: log.total == 0
                ? EmptyState(
                    missing: "No error was recorded in the \(log.windowDays) days up to then.",
                    remedy: "Nothing to do. Runs of a CRM sync are rows of crm_sync_log, which it writes itself or `mainstay import` loads."
                )
                : nil)
    }
}
