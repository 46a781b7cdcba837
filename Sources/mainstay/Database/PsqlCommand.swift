import App
import ArgumentParser
import Foundation
import Postgres

struct PsqlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "psql",
        abstract: "Opens psql on the private database, which runs for as long.",
        discussion: """
            Names of schema mainstay need no prefix there. What follows -- is given to psql.

            Examples:
              mainstay database psql
              mainstay database psql -- -c "SELECT * FROM health_summary()"
            """)

    @Argument(parsing: .postTerminator, help: ArgumentHelp("Arguments of psql.", valueName: "argument"))
    var arguments: [String] = []

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let (cluster, arguments) = (try global.privateCluster(), arguments)
        var environment = ProcessInfo.processInfo.environment
        if environment["PGOPTIONS"] == nil { environment["PGOPTIONS"] = "-c search_path=mainstay,public" }
        let psql = try TerminalProgram(named: "psql", environment: environment)
        // Starting can be interrupted; from then on interrupting is psql's matter.
        let lease = try await Interruption.cancelling { try await cluster.acquire() }
        let outcome: Result<Int32, TerminalProgramError>
        do throws(TerminalProgramError) {
            outcome = .success(try await psql.run([lease.url()] + arguments))
        } catch {
            outcome = .failure(error)
        }
        await lease.release()
        let status = try outcome.get()
        if status != 0 { throw ExitCode(status) }
    }
}
