import ArgumentParser
import Foundation
import Postgres

/// Measures what design and documentation promise, against yardsticks that are measured in the same run. It judges no test: a missed
/// target is printed, and only what could not be measured at all ends it with an error.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures Mainstay against its yardsticks.",
        discussion: "small: 10,000 and 100,000 customers, 1 M events, some minutes. full: ten times that; the targets are meant for it.")

    @Option(help: "How large the companies are.")
    var scale: Scale = .small

    @Option(help: "Measure this row; may be given several times. Without it all are measured.")
    var only: [Row] = []

    @Option(help: ArgumentHelp("Keep the companies in this folder for the next run.", valueName: "folder"))
    var dataDir: String?

    @Option(help: ArgumentHelp("Write all readings to this file.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("The built program, for the rows that run it.", valueName: "file"))
    var mainstay = ".build/release/mainstay"

    func run() async throws { try await Interruption.cancelling { try await measure() } }

    private func measure() async throws {
        let folder = try WorkFolder()
        defer { folder.remove() }
        let narration = Narration()
        narration.say("starting PostgreSQL")
        try await PrivateCluster(dataDirectory: dataDir ?? folder.path + "/data").withLease { lease in
            let bench = Workbench(
                scale: scale, server: Server(lease: lease), folder: folder.path,
                mainstay: FileManager.default.isExecutableFile(atPath: mainstay) ? mainstay : nil, narration: narration)
            try await measure(on: bench)
        }
        narration.say("done")
    }

    private func measure(on bench: Workbench) async throws {
        var circumstances = try await Circumstances(of: bench)
        say("Mainstay, scale \(scale.rawValue)\n\n\(circumstances.text)\n\n\(ResultTable.heading)")
        var outcomes: [(row: Row, outcome: Outcome)] = []
        for row in Row.allCases where only.isEmpty || only.contains(row) {
            let outcome: Outcome
            do {
                outcome = .measured(try await row.measure(on: bench))
            } catch {
                // Stopped by hand, or nothing that the other rows have to suffer for.
                if Task.isCancelled { throw CancellationError() }
                outcome = .failed(String(reflecting: error))
            }
            outcomes.append((row, outcome))
            say(ResultTable.section(row, outcome) + "\n")
        }
        say(circumstances.add(await bench.loaded))
        if let json { try ResultFile(scale: scale, circumstances: circumstances, outcomes: outcomes).write(to: json) }
        let failed = outcomes.filter { if case .failed = $0.outcome { true } else { false } }
        if !failed.isEmpty { throw ExitCode.failure }
    }

    /// At once, also into a file or a pipe: a run takes long.
    private func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}
