import App
import ArgumentParser
import Postgres

struct StartDatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Starts the private database and keeps it running until stop; makes it where there is none yet.",
        discussion: """
            Examples:
              mainstay database start
              mainstay database start --data-dir /srv/mainstay
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let cluster = try global.privateCluster()
        output.write(try await Interruption.cancelling { try await cluster.start() })
    }
}
