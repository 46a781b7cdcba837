import Access
import CustomerMetrics
import Dashboards
import Domain
import Intake
import Postgres
import Reports
import TestSupport
import Testing

@testable import App

@Suite struct DemoCompanyTests {
    private let clock = FixedClock(Moment(microseconds: 1_780_000_000_000_000))
    private let silent = ProgressDisplay(isTerminal: false) { _ in }

    private func demo(_ database: TestDatabase) -> DemoCompany {
        DemoCompany(database: lent(database), clock: clock, progress: silent)
    }

    private func lent(_ database: TestDatabase) -> Database {
        Database(pool: database.pool, lease: nil, address: database.url)
    }

    @Test func theCompanyThatIsThereIsShownWithAllDashboards() async throws {
        try await TestDatabase.withMigrated { database in
            let company = try SampleCompany(customers: 40, months: 3, seed: 1, asOf: clock.now)
            _ = try await SampleLoading(company: company, database: lent(database), clock: clock, progress: silent).run()
            for round in 1...2 {
                let result = try await demo(database).run()
                #expect(result.made == nil && result.metrics.asOf == clock.now && result.metrics.health.customers > 0)
                for name in DashboardName.allCases {
                    let taken = try await SnapshotStore(pool: database.pool).list(name, limit: 9)
                    #expect(taken.count == round && taken.first?.asOf == clock.now)
                }
                clock.advance(seconds: 60)
            }
        }
    }

    @Test(arguments: [("2026-06-01T12:00:00Z", ["06-01", "05-25", "05-18"]), ("2026-06-02T12:00:00Z", ["06-01", "05-25"])])
    func ofAMondayThereIsOneReview(at moment: String, reviews: [String]) async throws {
        try await TestDatabase.withMigrated { database in
            clock.set(try Moment(iso8601: moment))
            let company = try SampleCompany(customers: 40, months: 3, seed: 1, asOf: clock.now)
            _ = try await SampleLoading(company: company, database: lent(database), clock: clock, progress: silent).run()
            try await database.pool.execute("UPDATE mainstay.refresh_runs SET started_at = '2026-05-20'")
            _ = try await demo(database).run()
            func kept() async throws -> [String] {
                try await ReportStore(pool: database.pool).list([.weekly]).map { String($0.asOf.iso8601.dropFirst(5).prefix(5)) }
            }
            #expect(try await kept() == reviews)
            // A server finds nothing left to do.
            try await ScheduledReports(pool: database.pool).runIfDue(.weekly, now: clock.now.adding(seconds: 300))
            #expect(try await kept() == reviews)
        }
    }

    @Test func customersAndUsersOfSomebodysOwnAreNotShown() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute(
                "INSERT INTO mainstay.users (user_id, external_id, created_at) VALUES (gen_random_uuid(), 'acme', \(clock.now))")
            await #expect(throws: DemoRefusal()) { try await demo(database).run() }
            try await database.pool.execute("UPDATE mainstay.users SET external_id = NULL")
            await #expect(throws: DemoRefusal()) { try await demo(database).run() }
        }
        try await TestDatabase.withMigrated { database in
            let company = try SampleCompany(customers: 10, months: 1, seed: 1, asOf: clock.now)
            _ = try await SampleLoading(company: company, database: lent(database), clock: clock, progress: silent).run()
            let password = try Password(new: "correct horse battery")
            _ = try await Access(pool: database.pool).accounts.add(
                name: "ada", role: .admin, password: password, by: .machineUser("tests"), now: clock.now)
            await #expect(throws: DemoRefusal()) { try await demo(database).run() }
        }
    }
}
