import App
import ArgumentParser
import Domain
import Foundation
import Intake
import Postgres

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Loads a folder of CSV files; all of it or nothing.",
        discussion: """
            Only users.csv is required; docs/metrics.md lists all files and columns. Loading the same files again changes nothing.
            When it returns, scores, campaign results and daily figures include the new facts.

            Examples:
              mainstay import facts --dry-run
              mainstay import facts
            """)

    @Argument(help: ArgumentHelp("The folder with the CSV files.", valueName: "folder"))
    var directory: String

    @Flag(help: "Do everything, say what it would change, and change nothing.")
    var dryRun = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let clock = SystemClock()
        let report = try await global.withDatabase { [directory, dryRun] database, progress in
            let report = try await database.pool.withConnection { connection in
                try await CSVImport(connection, clock: clock).run(directory: directory, dryRun: dryRun) { progress.show($0.step) }
            }
            if !report.isDryRun {
                let followUp = FollowUp(database: database, clock: clock, progress: progress)
                try await followUp.refreshScores()
                if report.earliestChange != nil { try await followUp.refreshFigures() }
            }
            return report
        }
        output.write(report)
    }
}
