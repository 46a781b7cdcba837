import Foundation
import Subprocess

/// On what and with what it was measured: without it the figures say nothing.
struct Circumstances: Sendable, Encodable {
    struct Entry: Sendable, Encodable {
        let name: String
        let value: String
    }

    private(set) var entries: [Entry] = []

    private static let settings = [
        "shared_buffers", "effective_cache_size", "work_mem", "maintenance_work_mem", "max_wal_size", "wal_compression", "fsync",
        "synchronous_commit", "autovacuum", "max_parallel_workers_per_gather", "jit",
    ]

    init(of bench: Workbench) async throws {
        let process = ProcessInfo.processInfo
        let memory = Double(process.physicalMemory) / 1_073_741_824
        add("machine", "\(process.activeProcessorCount) cores, \(Unit.digits(memory)) GiB, \(await Self.processor())")
        add("system", process.operatingSystemVersionString)
        if let load = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8) {
            add("load before", load.split(separator: " ").prefix(3).joined(separator: " "))
        }
        add("PostgreSQL", try await bench.server.version())
        add("settings", try await bench.server.settings(Self.settings).map { "\($0.name) \($0.value)" }.joined(separator: ", "))
        add("Swift", await Self.firstLine("swift", ["--version"]))
        let changed = await Self.output("git", ["status", "--porcelain"]).isEmpty ? "" : ", with changes"
        add("commit", await Self.firstLine("git", ["rev-parse", "--short", "HEAD"]) + changed)
        add("date", process.environment["SOURCE_DATE_EPOCH"] ?? Date.now.ISO8601Format())
    }

    private mutating func add(_ name: String, _ value: String) { entries.append(Entry(name: name, value: value)) }

    /// Adds what is known only after the companies were made, and says it.
    mutating func add(_ companies: [Company]) -> String {
        let texts = companies.map { company in
            "\(company.size), \(Unit.grouped(company.record.events)) events; "
                + "the document's view gives Mainstay's total to \(Unit.digits(company.record.agreeing * 100)) % of those with a score"
        }
        for text in texts { add("company", text) }
        return texts.joined(separator: "\n")
    }

    var text: String { entries.map { $0.name.padding(toLength: 12, withPad: " ", startingAt: 0) + $0.value }.joined(separator: "\n") }

    private static func processor() async -> String {
        #if os(Linux)
            let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
            return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
        #else
            return await firstLine("sysctl", ["-n", "machdep.cpu.brand_string"])
        #endif
    }

    private static func firstLine(_ program: String, _ arguments: [String]) async -> String {
        await output(program, arguments).split(separator: "\n").first.map(String.init) ?? "unknown"
    }

    private static func output(_ program: String, _ arguments: [String]) async -> String {
        let outcome = try? await run(.name(program), arguments: Arguments(arguments), output: .string(limit: 1 << 20), error: .discarded)
        return outcome?.standardOutput ?? ""
    }
}
