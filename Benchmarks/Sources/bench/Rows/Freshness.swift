import Domain
import Foundation
import Health
import Postgres
import Schema

/// What a user waits for: from the commit of a fact to the commit of the score that reflects it, with the engine running as a server runs it.
///
/// Facts come one by one at times that have nothing to do with the engine's. The wait begins when the fact's commit is confirmed and ends
/// with the engine's word that it has committed, which is looked up.
struct Freshness {
    let bench: Workbench

    private static let facts = 250
    private static let pauses = 0.020...0.350

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("waiting for the running engine")
        return try await company.configuration.withPool { pool in
            try await company.configuration.withConnection { connection in
                let clock = try await CompanyClock(on: connection)
                // What bulk changes of other rows have left behind is not what one fact waits for.
                _ = try await ScoreRefresh(pool: pool, clock: clock).bringUpToDate()
                let engine = RunningEngine(pool: pool, clock: clock)
                defer { engine.stop() }
                let customers = try await ChosenCustomers.pick(Self.facts + 1, seed: "fresh \(clock.now)", on: connection)
                // The first waits for all that a server has to catch up with after its start.
                _ = try await Self.wait(for: customers[0], clock: clock, engine: engine, on: connection)
                var random = SplitMix(seed: 1)
                var waits = Samples()
                for customer in customers.dropFirst() {
                    try await Task.sleep(for: .seconds(Double.random(in: Self.pauses, using: &random)))
                    waits.add(try await Self.wait(for: customer, clock: clock, engine: engine, on: connection))
                }
                await engine.end()
                return [.of("one fact at a time", waits, target: .p99AtMost(0.5))]
            }
        }
    }

    private static func wait(for customer: UUID, clock: CompanyClock, engine: RunningEngine, on connection: Connection) async throws
        -> Double
    {
        let moment = clock.now
        try await Fact.visit.write(for: customer, at: moment, on: connection)
        let committed = ContinuousClock.now
        while true {
            let rescored = try await engine.nextBatch()
            let rows = try await connection.query(
                "SELECT last_activity >= \(moment) AS fresh FROM mainstay.customer_health_scores WHERE user_id = \(customer)")
            if try rows.first?.decode("fresh") == true { return (rescored - committed) / .seconds(1) }
        }
    }
}
