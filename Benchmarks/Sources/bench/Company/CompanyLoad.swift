import Domain
import Health
import Intake
import Postgres
import Schema

/// Makes a company, or takes one that an earlier run has left in the data folder.
struct CompanyLoad {
    let customers: Int
    let server: Server
    let narration: Narration

    private var database: String { "bench_\(customers)" }

    func run() async throws -> Company {
        let configuration = try server.configuration(database: database)
        if let record = try await kept(configuration) {
            narration.say("\(size) are there from an earlier run")
            return Company(customers: customers, database: database, configuration: configuration, record: record)
        }
        try await server.createDatabase(database)
        let record = try await configuration.withConnection { try await load(on: $0, configuration) }
        return Company(customers: customers, database: database, configuration: configuration, record: record)
    }

    private var size: String { Unit.grouped(customers) + " customers" }

    /// One that is whole, brought to this program's functions; nil for one that is not, or that other tables were made for.
    private func kept(_ configuration: ConnectionConfiguration) async throws -> LoadRecord? {
        guard try await server.hasDatabase(database) else { return nil }
        return try await configuration.withConnection { connection in
            guard let record = try await LoadRecord.read(on: connection) else { return nil }
            do {
                try await Migrator(connection).migrate()
                return record
            } catch is SchemaError {
                return nil
            }
        }
    }

    private func load(on connection: Connection, _ configuration: ConnectionConfiguration) async throws -> LoadRecord {
        try await Migrator(connection).migrate()
        narration.say("making \(size) with \(Scale.eventsPerCustomer) events each")
        let company = try SampleCompany(
            customers: customers, months: 12, seed: SampleCompany.defaultSeed, eventsPerCustomer: Double(Scale.eventsPerCustomer),
            asOf: SystemClock().now)
        let sample = try await company.load(into: connection)

        narration.say("first reconcile of \(size)")
        let seconds = try await configuration.withPool { pool in
            try await Stopwatch.time { _ = try await ScoreRefresh(pool: pool, clock: SystemClock()).bringUpToDate() }
        }

        narration.say("yardsticks for \(size)")
        try await Yardstick.make(on: connection, asOf: company.asOf)
        try await connection.execute("VACUUM (ANALYZE)")
        try await connection.execute("CHECKPOINT")
        let record = LoadRecord(
            events: sample.rows("usage_events"), eventsPerSecond: sample.eventsPerSecond, firstReconcileSeconds: seconds,
            agreeing: try await Yardstick.agreement(on: connection), wasKept: false)
        try await record.write(on: connection)
        return record
    }
}
