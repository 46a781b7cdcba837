import App
import ArgumentParser
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
        output.write(try await global.privateCluster().status())
    }
}
