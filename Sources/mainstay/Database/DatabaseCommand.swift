import App
import ArgumentParser
import Logging
import Postgres

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database",
        abstract: "Starts, stops and opens the private database.",
        discussion: """
            Commands that need it start it and stop it again; these keep it running for other programs.

            Examples:
              mainstay database psql
              mainstay database start
              psql "$(mainstay database url)"
              mainstay database stop
            """,
        subcommands: [
            StartDatabaseCommand.self, StopDatabaseCommand.self, DatabaseStatusCommand.self, PsqlCommand.self, DatabaseURLCommand.self,
        ],
        defaultSubcommand: DatabaseStatusCommand.self)
}

extension GlobalOptions {
    /// The private cluster that the options and the environment name.
    ///
    /// - Throws: `ValidationError` when they name a database of the user's own, which is not for Mainstay to start or stop.
    func privateCluster() throws -> PrivateCluster {
        let configuration = try configuration()
        guard case .privateCluster(let folder) = configuration.database else {
            let origin = configuration.sources.value(.databaseURL).map { "\($0.origin)" } ?? "--database-url"
            throw ValidationError(
                "\(origin) names a database of your own: use its own tools. For the private one leave that out, or name a folder by --data-dir."
            )
        }
        let logger = Logger.mainstay(configuration.logLevel)
        return PrivateCluster(dataDirectory: folder) { $0.log(to: logger) }
    }
}
