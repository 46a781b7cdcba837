import App
import ArgumentParser
import Postgres

struct DatabaseURLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url",
        abstract: "Prints the address of the running private database, for psql and other programs.",
        discussion: """
            It holds no secret: the socket lets in the user of this machine alone.

            Examples:
              psql "$(mainstay database url)"
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let cluster = try global.privateCluster()
        let status = try await cluster.status()
        // One that nobody holds would be gone before the address is used.
        guard case .running = status.state, status.isPinned || status.isUsed == true else {
            throw DatabaseNotRunning(dataDirectory: status.dataDirectory)
        }
        print(try await cluster.withLease { $0.url() })
    }
}
