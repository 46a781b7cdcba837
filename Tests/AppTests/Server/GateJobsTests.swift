import Domain
import Gates
import Jobs
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(20))) struct GateJobsTests {
    @Test func theGatesAreRecordedDailyForTheMomentAtWhichTheyAreDue() async throws {
        try await TestDatabase.withMigrated { database in
            let clock = FixedClock(try Moment(iso8601: "2026-03-09T12:00:00Z"))
            var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            logger.logLevel = .critical
            func runner(_ name: String) -> JobRunner {
                JobRunner(GateJobs(pool: database.pool, logger: logger).all, pool: database.pool, server: name, clock: clock) { _ in }
            }
            func records() async throws -> [String] {
                try await database.pool.query(
                    "SELECT DISTINCT as_of, recorded_at FROM mainstay.gate_states ORDER BY as_of"
                ).map { "\(try $0.decode("as_of", as: Moment.self)) \(try $0.decode("recorded_at", as: Moment.self))" }
            }
            let (first, second) = (runner("first"), runner("second"))
            try await first.runDue()
            #expect(try await records() == [])
            clock.set(try Moment(iso8601: "2026-03-10T02:34:59Z"))
            try await first.runDue()
            #expect(try await records() == [])
            clock.set(try Moment(iso8601: "2026-03-10T02:35:03Z"))
            try await first.runDue()
            try await second.runDue()
            #expect(try await records() == ["2026-03-10T02:35:00Z 2026-03-10T02:35:03Z"])
            // Two days without a server: the last is made up, and the other stays without a record.
            clock.set(try Moment(iso8601: "2026-03-12T09:00:00Z"))
            try await second.runDue()
            #expect(
                try await records() == [
                    "2026-03-10T02:35:00Z 2026-03-10T02:35:03Z", "2026-03-12T02:35:00Z 2026-03-12T09:00:00Z",
                ])
        }
    }
}
