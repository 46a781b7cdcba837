import App
import ArgumentParser
import Foundation
import Postgres

struct DatabaseStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Says where the private database is and whether it runs.",
        discussion: """
            Examples:
              mainstay database status
              mainstay database status --format json
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await global.privateCluster().status().print(output.format)
    }
}

extension ClusterStatus {
    func print(_ format: ReportFormat) {
        let terminal = Terminal.standardOutput(environment: ProcessInfo.processInfo.environment)
        FileHandle.standardOutput.write(Data(text(format, on: terminal).utf8))
    }
}
