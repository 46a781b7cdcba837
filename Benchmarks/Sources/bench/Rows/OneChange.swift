import Domain
import Foundation
import Postgres

/// From the engine's wake-up, with one customer's fact committed, to that customer's committed score; and whether it depends on how many others there are.
///
/// The moment of scoring stands still, so that nobody else's time comes meanwhile: what is measured is one customer.
struct OneChange {
    let bench: Workbench

    private static let blocks = 5
    private static let trialsPerBlock = 60
    /// Not counted: a server has planned its statements long ago.
    private static let warmUps = 20

    func measure() async throws -> [Measurement] {
        let (small, large) = (try await bench.smallerCompany(), try await bench.company())
        bench.narration.say("rescoring one customer at a time")
        return try await small.configuration.withConnection { smallConnection in
            try await large.configuration.withConnection { largeConnection in
                var trials = [
                    try await Trials(company: small, connection: smallConnection),
                    try await Trials(company: large, connection: largeConnection),
                ]
                var refreshes = Yardstick.allCases.map { _ in Samples() }
                for _ in 0..<Self.blocks {
                    for index in trials.indices { try await trials[index].run(Self.trialsPerBlock) }
                    for (index, yardstick) in Yardstick.allCases.enumerated() {
                        refreshes[index].add(try await yardstick.refresh(on: largeConnection))
                    }
                }
                return result(small, trials[0].seconds, large, trials[1].seconds, refreshes)
            }
        }
    }

    private func result(_ small: Company, _ few: Samples, _ large: Company, _ many: Samples, _ refreshes: [Samples]) -> [Measurement] {
        let lines: [Measurement] = [
            .of("among \(small.size)", few, target: .p99AtMost(0.010)),
            .of("among \(large.size)", many, target: .p99AtMost(0.010)),
            .ratio("the larger base : the smaller, medians", many.median / few.median, target: .ratioAtMost(1.3)),
        ]
        return lines
            + zip(Yardstick.allCases, refreshes).map { yardstick, refresh in
                .ratio("faster than \(yardstick.title)", refresh.median / many.median, samples: refresh, target: .ratioAtLeast(500))
            }
    }

    private struct Trials {
        private let connection: Connection
        private let rescoring: Rescoring
        private let customers: [UUID]
        private let moment: Moment
        private var next = 0
        private(set) var seconds = Samples()

        init(company: Company, connection: Connection) async throws {
            self.connection = connection
            rescoring = Rescoring(connection: connection)
            moment = try await CompanyClock(on: connection).now
            try await rescoring.drain(asOf: moment)
            customers = try await ChosenCustomers.pick(warmUps + blocks * trialsPerBlock, seed: "one \(moment)", on: connection)
            try await run(warmUps)
            seconds = Samples()
        }

        mutating func run(_ count: Int) async throws {
            for index in next..<next + count {
                try await Fact.kind(index).write(for: customers[index], at: moment, on: connection)
                seconds.add(try await rescoring.time(customers: 1, asOf: moment))
            }
            next += count
        }
    }
}
