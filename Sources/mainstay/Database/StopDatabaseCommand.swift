import App
import ArgumentParser
import Postgres

struct StopDatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stops the private database, unless a program uses it: then the last of them does.",
        discussion: """
            Examples:
              mainstay database stop
              mainstay database stop --force
            """)

    @Flag(help: "Stop it even under the programs that use it.")
    var force = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let (cluster, force) = (try global.privateCluster(), force)
        switch try await Interruption.cancelling({ try await cluster.stop(force: force) }) {
        case .stopped: print("stopped")
        case .wasNotRunning: print("it was not running")
        case .stillUsed: print("programs use it, and the last of them stops it; --force stops it now")
        }
    }
}
