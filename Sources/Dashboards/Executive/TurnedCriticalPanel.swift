import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func turnedCritical(_ turned: TurnedCritical) -> Panel {
        Panel(
            id: "critical-24h", title: "Turned Critical in the last \(turned.windowHours) hours",
            definition:
                "Customers whose score fell below the Critical threshold within \(turned.windowHours) hours, the highest ARR first.",
            headline: NumberText.count(turned.total),
            detail: turned.total > turned.entries.count ? "the first \(turned.entries.count) by ARR are shown" : nil,
            target: "each is called within 24 hours",
            table: DataTable(
                columns: [
                    .init("customer", "Customer", .customer), .init("name", "Name", .text), .init("segment", "Segment", .text),
                    .init("arr", "ARR", .money), .init("turned_at", "Turned", .moment), .init("score_before", "Score before", .integer),
                    .init("score_then", "Score then", .integer), .init("score", "Score", .integer), .init("status", "Status", .text),
                    .init("last_activity", "Last activity", .moment),
                ],
                rows: turned.entries.map { entry in
                    [
                        .text(entry.customer.id.shown), .from(entry.customer.name), .text(entry.customer.segment.rawValue),
                        .from(entry.customer.arr), .from(entry.turnedAt), .from(entry.scoreBefore), .from(entry.scoreThen),
                        .from(entry.scoreNow), .from(entry.statusNow?.rawValue ?? "left"), .from(entry.lastActivity),
                    ]
                }),
            empty: turned.total == 0
                ? EmptyState(
                    missing: "Nobody turned Critical in these \(turned.windowHours) hours.",
                    remedy: "Nothing to do. Changes are noticed while `mainstay serve` runs, and by `mainstay refresh`.") : nil)
    }
}
