import Domain
import Health
import Intake
import Postgres
import TestSupport

/// A small sample company with every kind of fact, all scores and days up to date.
enum SampledCompany {
    /// The first Monday of June 2026: when the monthly reports are made.
    static let now = moment("2026-06-01T07:00:00Z")

    static func with<R>(customers: Int = 400, _ body: (ReportedCompany) async throws -> R) async throws -> R {
        try await TestDatabase.withMigrated { database in
            let company = try SampleCompany(customers: customers, months: 9, seed: 11, asOf: now)
            try await database.pool.withConnection { connection in _ = try await company.load(into: connection) }
            _ = try await ScoreRefresh(pool: database.pool, clock: FixedClock(now)).bringUpToDate()
            if let first = try await DailyFigures(pool: database.pool).firstDay() {
                try await DailyFigures(pool: database.pool).rebuild(first...DailyFigures.newestDay(at: now))
            }
            return try await body(ReportedCompany(pool: database.pool))
        }
    }
}
