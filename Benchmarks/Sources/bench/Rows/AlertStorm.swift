import Foundation
import Postgres

/// Everything at once: 10,000 customers turn Critical by one transaction, and until their receiver has them all they are rescored, grouped and
/// announced.
struct AlertStorm {
    let bench: Workbench

    private static let customers = 10_000
    private static let rounds = 3

    func measure() async throws -> [Measurement] {
        let what = "rescored, grouped and announced"
        guard let path = bench.mainstay else { return [.skipped(what, because: "mainstay is not built: make build")] }
        let company = try await bench.company()
        bench.narration.say("waiting for the storm to be announced")
        let (seconds, messages) = try await AnnouncingServer(bench: bench, path: path, company: company).whileRunning { announcements in
            var (seconds, messages) = (Samples(), Samples())
            for round in 1...Self.rounds {
                let customers = try await ChosenCustomers.almostCritical(
                    Self.customers, seed: "storm \(round)", on: announcements.connection)
                // A small company has not so many three times.
                guard customers.count == Self.customers else { break }
                let result = try await announcements.time(customers)
                seconds.add(result.seconds)
                messages.add(Double(result.messages))
                try await Quiet.wait(on: announcements.connection)
            }
            guard seconds.count > 0 else { throw BenchError.unexpected("too few customers are almost Critical") }
            return (seconds, messages)
        }
        return [
            .of(
                "\(what), among \(company.size) (messages: \(Unit.grouped(messages.greatest)))", seconds,
                target: .greatestAtMost(10))
        ]
    }
}
