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
            detail: detail(turned),
            target: "each is called within 24 hours",
            table: DataTable(
                columns: [
                    .init("customer", "Customer", .customer), .init("name", "Name", .text), .init("segment", "Segment", .text),
                    .init("arr", "ARR", .money), .init("turned_at", "Turned", .moment), .init("score_before", "Score before", .integer),
                    .init("score_then", "Score then", .integer), .init("score", "Score", .integer), .init("status", "Status", .text),
                    .init("last_activity", "Last activity", .moment), .init("alert", "Alert", .text),
                ],
                rows: turned.entries.map { entry in
                    [
                        .text(entry.customer.id.shown), .from(entry.customer.name), .text(entry.customer.segment.rawValue),
                        .from(entry.customer.arr), .from(entry.turnedAt), .from(entry.scoreBefore), .from(entry.scoreThen),
                        .from(entry.scoreNow), .from(entry.statusNow?.rawValue ?? "left"), .from(entry.lastActivity),
                        .from(entry.alert.map(words)),
                    ]
                }),
            empty: turned.total == 0
                ? EmptyState(
                    missing: "Nobody turned Critical in these \(turned.windowHours) hours.",
                    remedy: "Nothing to do. Changes are noticed while `mainstay serve` runs, and by `mainstay refresh`.") : nil)
    }

    /// How many of them are in somebody's hands: nothing while no alert was raised.
    private static func detail(_ turned: TurnedCritical) -> String? {
        let alerts = turned.entries.compactMap(\.alert)
        var parts: [String] = []
        if !alerts.isEmpty {
            let words: [(TurnedCritical.AlertStanding.State, String)] = [
                (.firing, "unanswered"), (.acknowledged, "acknowledged"), (.pending, "not told yet"), (.over, "over"),
            ]
            parts = words.compactMap { state, word in
                let count = alerts.count { $0.state == state }
                return count > 0 ? "\(NumberText.count(count)) \(word)" : nil
            }
        }
        if turned.total > turned.entries.count { parts.append("the first \(turned.entries.count) by ARR are shown") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static func words(_ alert: TurnedCritical.AlertStanding) -> String {
        // Of `user:anna` the name.
        let by = alert.acknowledgedBy.map { $0.split(separator: ":", maxSplits: 1).last.map(String.init) ?? $0 }
        return switch alert.state {
        case .pending: "not told yet"
        case .firing: "unanswered"
        case .acknowledged: "acknowledged\(by.map { " by \($0)" } ?? "")"
        case .over: "over\(by.map { ", was acknowledged by \($0)" } ?? "")"
        }
    }
}
