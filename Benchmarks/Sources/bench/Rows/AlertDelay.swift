import Foundation
import Postgres

/// What a team waits for: from the commit of the fact that makes a customer Critical to the message at its receiver, with the server running and no
/// delay set. Facts come one by one at times that have nothing to do with the server's.
struct AlertDelay {
    let bench: Workbench

    private static let facts = 250
    private static let pauses = 0.020...0.350

    func measure() async throws -> [Measurement] {
        let what = "one customer at a time"
        guard let path = bench.mainstay else { return [.skipped(what, because: "mainstay is not built: make build")] }
        let company = try await bench.company()
        bench.narration.say("waiting for the alerts of a running server")
        let waits = try await AnnouncingServer(bench: bench, path: path, company: company).whileRunning { announcements in
            let seed = "alert \(UUID())"
            let customers = try await ChosenCustomers.almostCritical(Self.facts + 1, seed: seed, on: announcements.connection)
            guard customers.count == Self.facts + 1 else { throw BenchError.unexpected("too few customers are almost Critical") }
            // The first waits for what a server does after its start.
            _ = try await announcements.time([customers[0]])
            var random = SplitMix(seed: 2)
            var waits = Samples()
            for customer in customers.dropFirst() {
                try await Task.sleep(for: .seconds(Double.random(in: Self.pauses, using: &random)))
                waits.add(try await announcements.time([customer]).seconds)
            }
            return waits
        }
        return [.of("\(what), among \(company.size)", waits, target: .p99AtMost(1))]
    }
}
