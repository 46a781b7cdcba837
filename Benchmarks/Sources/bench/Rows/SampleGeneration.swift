import Domain
import Intake
import Postgres
import Schema

/// How fast a sample company is made and stored, indexes and constraints on, until the planner knows it.
struct SampleGeneration {
    let bench: Workbench

    private static let target = Target.medianAtLeast(100_000)

    func measure() async throws -> [Measurement] {
        let customers = bench.scale.smaller
        bench.narration.say("making \(Unit.grouped(customers)) customers, several times")
        let samples = try await Rounds.run { [server = bench.server] in
            try await server.createDatabase("bench_sample")
            return try await server.configuration(database: "bench_sample").withConnection { connection in
                try await Migrator(connection).migrate()
                let company = try SampleCompany(
                    customers: customers, months: 12, seed: SampleCompany.defaultSeed, eventsPerCustomer: Double(Scale.eventsPerCustomer),
                    asOf: SystemClock().now)
                return try await company.load(into: connection).eventsPerSecond
            }
        }
        try await bench.server.dropDatabase("bench_sample")
        let company = try await bench.company()
        let large = "\(company.size), \(Unit.grouped(company.record.events)) events" + (company.record.wasKept ? " (when it was made)" : "")
        return [
            .of(
                "\(Unit.grouped(customers)) customers, \(Scale.eventsPerCustomer) events each", samples, unit: .perSecond,
                target: Self.target),
            .of(large, Samples([company.record.eventsPerSecond]), unit: .perSecond, target: Self.target),
        ]
    }
}
