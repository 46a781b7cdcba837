import Domain
import Postgres

/// Does anybody evaluate alerts? What is never looked at has no message that could be late.
struct AlertFacts: Sendable {
    /// How many were due for more than 15 minutes.
    var waiting: Int
    var dueSince: Moment?
    /// Whether a server ever ran on this database.
    var isServed: Bool
    var now: Moment

    static func read(on connection: Connection, now: Moment) async throws -> AlertFacts? {
        try await connection.query("SELECT alerts, due_since, is_served FROM mainstay.alerts_not_looked_at(\(now))").first.map { row in
            AlertFacts(
                waiting: try row.decode("alerts"), dueSince: try row.decode("due_since"), isServed: try row.decode("is_served"), now: now)
        }
    }

    var findings: [Finding] {
        guard waiting > 0, let dueSince else { return [.ok(.alerts, "every alert that was due was looked at")] }
        let age = Spoken.duration(microseconds: now.microseconds - dueSince.microseconds)
        let seen = "\(Spoken.count(waiting, "alert is", "alerts are")) due and not looked at, the oldest for \(age): nobody is told"
        guard isServed else {
            return [
                .warning(.alerts, .alertsWaiting, seen, remedy: "mainstay serve evaluates alerts; mainstay alerts evaluate does so once")
            ]
        }
        return [
            .problem(
                .alerts, .alertsWaiting, seen,
                remedy: "start mainstay serve; where it runs, its log or mainstay alerts evaluate says what fails")
        ]
    }
}
