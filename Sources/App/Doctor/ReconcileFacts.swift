import Domain
import Postgres
import Schema

/// What did the last reconcile find?
struct ReconcileFacts: Sendable {
    struct Run: Sendable, Hashable {
        var startedAt: Moment
        var finishedAt: Moment
        var rescored: Int
        var differences: Int?
    }

    var hasCustomers: Bool
    var last: Run?
    /// When the newest run that has not ended began, if that was after ``last`` ended.
    var unfinishedSince: Moment?
    var now: Moment

    /// Every night, and some hours for the night on which nobody served.
    static let oldAfterHours: Int64 = 50
    /// A million customers take seconds.
    static let unfinishedAfterHours: Int64 = 2

    static func read(on connection: Connection, now: Moment) async throws -> ReconcileFacts? {
        let last = try await connection.query(
            """
            SELECT r.started_at, r.finished_at, r.rescored, r.differences FROM mainstay.refresh_runs AS r
             WHERE r.kind = 'full' AND r.finished_at IS NOT NULL ORDER BY r.finished_at DESC LIMIT 1
            """
        ).first.map { row in
            Run(
                startedAt: try row.decode("started_at"), finishedAt: try row.decode("finished_at"), rescored: try row.decode("rescored"),
                differences: try row.decode("differences"))
        }
        return try await connection.query(
            """
            SELECT EXISTS (SELECT FROM mainstay.users) AS has_customers,
                   (SELECT max(r.started_at) FROM mainstay.refresh_runs AS r WHERE r.kind = 'full' AND r.finished_at IS NULL) AS unfinished
            """
        ).first.map { row in
            let unfinished = try row.decode("unfinished", as: Moment?.self)
            let isNewer = unfinished.map { since in last.map { since > $0.finishedAt } ?? true } ?? false
            return ReconcileFacts(
                hasCustomers: try row.decode("has_customers"), last: last, unfinishedSince: isNewer ? unfinished : nil, now: now)
        }
    }

    var findings: [Finding] {
        var findings: [Finding] = []
        if let since = unfinishedSince, since.adding(seconds: Self.unfinishedAfterHours * 3_600) < now {
            findings.append(
                .warning(
                    .reconcile, .reconcileUnfinished, "a reconcile began \(ago(since)) and never ended",
                    remedy: "mainstay refresh --full"))
        }
        guard let last else {
            return findings + [
                hasCustomers
                    ? .warning(
                        .reconcile, .reconcileOld, "scores were never compared with all facts",
                        remedy: "mainstay refresh --full; mainstay serve does it every night at 02:00 UTC")
                    : .ok(.reconcile, "there is nothing to compare yet")
            ]
        }
        if let wrong = last.differences, wrong > 0 {
            findings.append(
                .problem(
                    .reconcile, .differences,
                    "the reconcile of \(NumberText.moment(last.finishedAt)) found \(Spoken.count(wrong, "customer", "customers")) whose stored score was wrong",
                    remedy: "they are right since then. If somebody wrote to the tables with triggers disabled, that is why, and "
                        + "mainstay refresh --full clears this; else please report it as a bug"))
        }
        if last.finishedAt.adding(seconds: Self.oldAfterHours * 3_600) < now {
            findings.append(
                .warning(
                    .reconcile, .reconcileOld, "scores were last compared with all facts \(ago(last.finishedAt))",
                    remedy: "mainstay refresh --full; mainstay serve does it every night at 02:00 UTC"))
        }
        if findings.isEmpty {
            let took = Spoken.duration(microseconds: last.finishedAt.microseconds - last.startedAt.microseconds)
            let found = last.differences == nil ? "nothing compared" : "no differences"
            findings.append(
                .ok(
                    .reconcile,
                    "\(found) among \(Spoken.count(last.rescored, "customer", "customers")) at \(NumberText.moment(last.finishedAt)), in \(took)"
                ))
        }
        return findings
    }

    private func ago(_ moment: Moment) -> String {
        Spoken.duration(microseconds: max(0, now.microseconds - moment.microseconds)) + " ago"
    }
}
