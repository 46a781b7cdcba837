import Domain
import Postgres

/// What one customer more costs in a full batch, and rescoring the 1 % that changed against recomputing everybody.
struct ManyChanges {
    let bench: Workbench

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("rescoring many customers at a time")
        let few = company.customers / 100
        let samples = try await company.configuration.withConnection { connection in
            let changes = try await Changes(connection: connection)
            return try await Rounds.run(
                [
                    { try await changes.time(Rescoring.batchSize) },
                    { try await changes.time(1) },
                    { try await changes.time(few) },
                ] + Yardstick.contestants(on: connection))
        }
        let (batch, one, onePercent) = (samples[0], samples[1], samples[2])
        let marginal = batch.map { ($0 - one.median) / Double(Rescoring.batchSize - 1) }
        return [
            .of("one customer more, in a batch of \(Unit.grouped(Rescoring.batchSize))", marginal, target: .medianAtMost(0.000_040)),
            .of("the whole batch", batch),
            .of("1 % changed: \(Unit.grouped(few)) customers", onePercent),
        ]
            + zip(Yardstick.allCases, samples.dropFirst(3)).map { yardstick, refresh in
                .ratio(
                    "1 % changed: faster than \(yardstick.title)", refresh.median / onePercent.median, samples: refresh,
                    target: .ratioAtLeast(20))
            }
    }

    /// Visits of customers who are picked anew each time, rescored at a moment that moves on by a microsecond each time.
    private actor Changes {
        private let connection: Connection
        private var moment: Moment
        private var round = 0

        init(connection: Connection) async throws {
            self.connection = connection
            moment = try await CompanyClock(on: connection).now
            try await Rescoring(connection: connection).drain(asOf: moment)
        }

        func time(_ customers: Int) async throws -> Double {
            round += 1
            moment = moment.adding(microseconds: 1)
            let chosen = try await ChosenCustomers.pick(customers, seed: "\(round) \(moment)", on: connection)
            try await Fact.writeVisits(of: chosen, at: moment, on: connection)
            return try await Rescoring(connection: connection).time(customers: customers, asOf: moment)
        }
    }
}
