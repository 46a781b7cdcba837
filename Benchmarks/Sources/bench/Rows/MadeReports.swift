import Domain
import Postgres
import Reports

/// What it costs to make a report: all of it from one state of the database.
struct MadeReports {
    let bench: Workbench

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("making reports of \(company.size)")
        let samples = try await company.configuration.withConnection { connection in
            let clock = try await CompanyClock(on: connection)
            return try await company.configuration.withPool { pool in
                let store = ReportStore(pool: pool)
                return try await Rounds.run(
                    ReportKind.allCases.map { kind in
                        {
                            let now = clock.now
                            // With a server running, nobody is left waiting.
                            try await Rescoring(connection: connection).drain(asOf: now)
                            return try await Stopwatch.time { _ = try await store.make(kind, asOf: now) }
                        }
                    })
            }
        }
        return zip(ReportKind.allCases, samples).map { kind, samples in .of(kind.title, samples, target: .medianAtMost(10)) }
    }
}
