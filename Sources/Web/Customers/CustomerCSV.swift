import CustomerMetrics
import Domain
import Hummingbird

/// Customers as CSV files.
enum CustomerCSV {
    static let contentType = "text/csv; charset=utf-8; header=present"

    private static let header = [
        "customer_id", "user_id", "name", "email", "segment", "score", "status", "change_7d", "arr", "last_activity",
    ]

    /// All customers of a query, page by page: the file is never in memory as a whole.
    ///
    /// - Parameters:
    ///   - first: is asked for before anything is sent, so that a query that cannot be answered is refused properly.
    static func body(_ query: CustomerQuery, first: CustomerPage, from source: any CustomerSource, now: Moment) -> ResponseBody {
        ResponseBody { writer in
            try await writer.write(ByteBuffer(string: line(header)))
            var page = first
            while true {
                try await writer.write(ByteBuffer(string: page.entries.map(line).joined()))
                guard let next = page.next else { break }
                var query = query
                query.cursor = next
                page = try await source.page(query, now: now)
            }
            try await writer.finish(nil)
        }
    }

    private static func line(_ entry: CustomerPage.Entry) -> String {
        let customer = entry.customer
        return line([
            CSVField.text(customer.id.shown), customer.uuidText, CSVField.text(customer.name ?? ""), CSVField.text(customer.email ?? ""),
            customer.segment.rawValue, "\(entry.score)", entry.status.rawValue, entry.change.map { "\($0)" } ?? "",
            customer.arr.map { "\($0)" } ?? "", entry.lastActivity?.iso8601 ?? "",
        ])
    }

    /// Every step of a history.
    static func text(_ history: ScoreHistory) -> String {
        let header = [
            "at", "total", "status", "engagement", "support", "value", "last_activity", "open_tickets", "adopted_features", "model_version",
        ]
        return
            ([header]
            + history.steps.map { step in
                guard let score = step.score else { return [step.moment.iso8601] + header.dropFirst().map { _ in "" } }
                return [
                    step.moment.iso8601, "\(score.total)", score.status.rawValue, "\(score.engagement)", "\(score.support)",
                    "\(score.value)",
                    score.inputs.lastActivity?.iso8601 ?? "", "\(score.inputs.openTickets)", "\(score.inputs.adoptedFeatures)",
                    "\(score.modelVersion)",
                ]
            }).map(line).joined()
    }

    private static func line(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }
}
