import Dashboards
import Domain
import Postgres

/// What it costs to take a dashboard's snapshot: all of its panels from one state of the database, kept.
struct Snapshots {
    let bench: Workbench

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("taking snapshots of \(company.size)")
        let names = DashboardName.allCases
        let samples = try await company.configuration.withConnection { connection in
            let clock = try await CompanyClock(on: connection)
            return try await company.configuration.withPool { pool in
                let store = SnapshotStore(pool: pool)
                return try await Rounds.run(
                    names.map { name in
                        {
                            let now = clock.now
                            // With a server running, nobody is left waiting.
                            try await Rescoring(connection: connection).drain(asOf: now)
                            return try await Stopwatch.time { try await store.take(name, at: now, reason: .requested) }
                        }
                    })
            }
        }
        return zip(names, samples).map { name, samples in .of("\(name.title), taken and kept", samples, target: .medianAtMost(2)) }
    }

    /// One of each, so that a server has something to show at once.
    static func take(of company: Company) async throws {
        try await company.configuration.withConnection { connection in
            let now = try await CompanyClock(on: connection).now
            try await company.configuration.withPool { pool in
                let store = SnapshotStore(pool: pool)
                for name in DashboardName.allCases { try await store.take(name, at: now, reason: .requested) }
            }
        }
    }
}
