import Alerting
import Domain
import Intake
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(20))) struct DemoDaysTests {
    @Test func theDemoHasAlertsInEveryStateThatPeopleSee() async throws {
        try await TestDatabase.withMigrated { database in
            let clock = FixedClock(Moment(microseconds: 1_780_000_000_000_000))
            let silent = ProgressDisplay(isTerminal: false) { _ in }
            let lent = Database(pool: database.pool, lease: nil, address: database.url)
            let company = try SampleCompany(customers: 1_000, months: 6, seed: SampleCompany.defaultSeed, asOf: clock.now)
            let days = DemoDays(database: lent, clock: clock, progress: silent)
            _ = try await SampleLoading(
                company: company, database: lent, clock: clock, progress: silent, beforeScores: { try await days.pass() }
            ).run()
            try await AlertEvaluation(pool: database.pool).run(asOf: clock.now)
            let all = try await database.pool.withConnection { try await AlertList.fetch(AlertFilter(), limit: 200, on: $0) }
            for state in [AlertState.firing, .acknowledged, .resolved] {
                #expect(all.counts[state, default: 0] > 0, "\(state): \(all.counts)")
            }
            // Nobody is critical in the ledger without being so in the scores, and nothing happened later than now.
            let wrong: Int? = try await database.pool.query(
                """
                SELECT count(*) AS wrong FROM mainstay.alerts AS a LEFT JOIN mainstay.customer_health_scores AS s ON s.user_id = a.user_id
                 WHERE a.opened_at > \(clock.now)
                    OR a.rule = 'critical_customer' AND a.state IN ('pending', 'firing', 'acknowledged') AND s.health_status IS DISTINCT FROM 'Critical'
                """
            ).first?.decode("wrong")
            #expect(wrong == 0)
            let told: Int? = try await database.pool.query("SELECT count(*) AS told FROM mainstay.messages WHERE kind = 'fired'").first?
                .decode("told")
            #expect(try #require(told) > 0)
        }
    }
}
