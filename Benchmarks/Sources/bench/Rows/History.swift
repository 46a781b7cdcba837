import Domain
import Foundation
import Postgres
import Schema

/// Every change of a score over a year, computed from the facts: of one customer after another, and of many by one statement.
struct History {
    let bench: Workbench

    private static let singles = 500
    private static let warmUps = 20
    private static let many = 10_000

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("computing histories")
        return try await company.configuration.withConnection { connection in
            let until = try await CompanyClock(on: connection).now
            let since = until.adding(days: -365)
            let customers = try await ChosenCustomers.pick(Self.many, seed: "history", on: connection)

            var single = Samples()
            for (index, customer) in customers.prefix(Self.warmUps + Self.singles).enumerated() {
                let seconds = try await Stopwatch.time {
                    _ = try await connection.query("SELECT * FROM mainstay.health_score_history(\(customer), \(since), \(until))")
                }
                if index >= Self.warmUps { single.add(seconds) }
            }

            let rows = try await Self.rows(customers, since, until, on: connection)
            let together = try await Rounds.run {
                try await Stopwatch.time { _ = try await Self.rows(customers, since, until, on: connection) }
            }
            return [
                .of("one customer, one year, rows fetched", single, target: .p99AtMost(0.005)),
                .of(
                    "\(Unit.grouped(Self.many)) customers, one year, \(Unit.grouped(rows)) changes, one statement", together,
                    target: .medianAtMost(4)),
            ]
        }
    }

    /// Sums, so that every column of every row has to be computed and a million rows need not travel.
    private static func rows(_ customers: [UUID], _ since: Moment, _ until: Moment, on connection: Connection) async throws -> Int {
        try await connection.query(
            """
            SELECT count(*) AS changes, sum(h.total_health_score), max(h.last_activity), sum(h.open_ticket_count + h.feature_adoption_count),
                   count(h.health_status), bool_or(h.core_feature_adopted), max(h.model_version)
              FROM unnest(\(customers)) AS c (user_id)
              CROSS JOIN LATERAL mainstay.health_score_history(c.user_id, \(since), \(until)) AS h
            """
        ).first?.decode("changes") ?? 0
    }
}
