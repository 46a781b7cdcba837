import Domain
import Foundation
import Health
import Postgres
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// What the server holds in memory while it follows single facts, a full batch and a reconcile of everybody.
///
/// Measured on `mainstay serve`; on this process, which has done other things before, only where the program was not built.
struct ServerMemory {
    let bench: Workbench

    private static let limit = Target.greatestAtMost(150_000_000)
    private static let singleFacts = 200

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("watching the server's memory")
        let memory: ProcessMemory?
        let who: String
        if let program = bench.mainstay {
            who = "mainstay serve"
            memory = try await ofServer(program, company)
        } else {
            who = "this process, mainstay not being built"
            memory = try await ofThisProcess(company)
        }
        guard let memory else { return [.skipped(who, because: "only Linux tells a process's memory")] }
        return [
            .of("\(who), \(company.size): at most", Samples([memory.peak]), unit: .bytes, target: Self.limit),
            .of("\(who): at the end", Samples([memory.resident]), unit: .bytes),
        ]
    }

    private func ofServer(_ program: String, _ company: Company) async throws -> ProcessMemory? {
        try await run(
            .path(.init(program)),
            arguments: ["serve", "--database-url", bench.server.url(database: company.database), "--port", "0"],
            input: .none, output: .discarded, error: .discarded
        ) { execution in
            let process = execution.processIdentifier.value
            do {
                try await company.configuration.withConnection { try await work(on: $0, clock: SystemClock()) }
                let memory = ProcessMemory(process: process)
                try execution.send(signal: .terminate)
                return memory
            } catch {
                try? execution.send(signal: .terminate)
                throw error
            }
        }.closureResult
    }

    private func ofThisProcess(_ company: Company) async throws -> ProcessMemory? {
        // Linux: the peak begins anew.
        try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        return try await company.configuration.withPool { pool in
            try await company.configuration.withConnection { connection in
                let clock = try await CompanyClock(on: connection)
                let engine = RunningEngine(pool: pool, clock: clock)
                try await work(on: connection, clock: clock)
                await engine.end()
                return ProcessMemory(process: ProcessInfo.processInfo.processIdentifier)
            }
        }
    }

    private func work(on connection: Connection, clock: any MomentSource) async throws {
        let customers = try await ChosenCustomers.pick(Rescoring.batchSize, seed: "memory", on: connection)
        for (index, customer) in customers.prefix(Self.singleFacts).enumerated() {
            try await Fact.kind(index).write(for: customer, at: clock.now, on: connection)
        }
        try await waitUntilServed(on: connection)
        try await Fact.writeVisits(of: customers, at: clock.now, on: connection)
        try await waitUntilServed(on: connection)
        try await connection.execute("INSERT INTO mainstay.rescore_queue (user_id) VALUES (NULL)")
        try await waitUntilServed(on: connection)
    }

    private static let patience = 900.0

    private func waitUntilServed(on connection: Connection) async throws {
        let watch = Stopwatch()
        let waits: SQL = "SELECT EXISTS (SELECT FROM mainstay.rescore_queue) OR EXISTS (SELECT FROM mainstay.campaign_stamp_queue) AS waits"
        while try await connection.query(waits).first?.decode("waits") == true {
            guard watch.seconds < Self.patience else { throw BenchError.unexpected("the server does not take what is queued") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
