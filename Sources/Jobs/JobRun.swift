public import Domain
public import Postgres
import Schema

/// One attempt at a job.
public struct JobRun: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case succeeded
        case failed
        /// Its server died or was stopped.
        case abandoned
    }

    public let id: Int64
    public let job: String
    public let due: Moment
    /// From 1.
    public let attempt: Int
    public let startedAt: Moment
    /// Nil while it runs.
    public let finishedAt: Moment?
    public let outcome: Outcome?
    /// Why it failed.
    public let error: String?
    public let server: String
}

extension JobRun.Outcome: PostgresEncodable, PostgresDecodable {}

extension JobRun {
    static let columns: SQL = "run_id, job, due_at, attempt, started_at, finished_at, outcome, error, server"

    init(_ row: Row) throws {
        self.init(
            id: try row["run_id"], job: try row["job"], due: try row["due_at"], attempt: try row["attempt"],
            startedAt: try row["started_at"], finishedAt: try row["finished_at"], outcome: try row["outcome"], error: try row["error"],
            server: try row["server"])
    }

    /// How an attempt ended.
    struct Ending: Sendable, Hashable {
        let run: JobRun
        let outcome: Outcome
        let error: String?
        let moment: Moment

        /// Errors may be long; what matters of one stands at its beginning.
        static let longestError = 2_000

        init(of run: JobRun, _ outcome: Outcome, error: (any Error)? = nil, at moment: Moment) {
            (self.run, self.outcome) = (run, outcome)
            self.error = error.map { String("\($0)".replacing("\0", with: "").prefix(Self.longestError)) }
            // A clock may be set back meanwhile.
            self.moment = max(moment, run.startedAt)
        }
    }
}
