import Domain
import Health
import Intake
import Postgres
import TestSupport

@testable import Dashboards

/// The moment in which the tests' companies live.
let now = try! Moment(iso8601: "2026-06-15T09:30:00Z")

/// A moment of ISO 8601; a mistake in it is the test's own.
func at(_ text: String) -> Moment { try! Moment(iso8601: text) }

enum SampleDatabase {
    /// Lends a database with a small sample company, all scores up to date.
    static func with<R>(customers: Int = 400, _ body: (Pool) async throws -> R) async throws -> R {
        try await TestDatabase.withMigrated { database in
            let company = try SampleCompany(customers: customers, months: 8, seed: 7, asOf: now)
            try await database.pool.withConnection { connection in _ = try await company.load(into: connection) }
            _ = try await ScoreRefresh(pool: database.pool, clock: FixedClock(now)).bringUpToDate()
            if let first = try await DailyFigures(pool: database.pool).firstDay() {
                try await DailyFigures(pool: database.pool).rebuild(first...DailyFigures.newestDay(at: now))
            }
            return try await body(database.pool)
        }
    }
}

extension Pool {
    func compose(_ name: DashboardName, asOf: Moment = now) async throws -> Dashboard {
        try await transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true)) { connection in
            try await Dashboards.compose(name, asOf: asOf, takenAt: now, on: connection)
        }
    }
}

extension Dashboard {
    func panel(_ id: String) -> Panel? { panels.first { $0.id == id } }
}

extension DataTable {
    /// The cells of a column.
    subscript(_ column: String) -> [Cell] {
        guard let index = columns.firstIndex(where: { $0.name == column }) else { return [] }
        return rows.map { $0[index] }
    }
}
