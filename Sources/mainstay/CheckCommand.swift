import App
import ArgumentParser
import CustomerMetrics
import Domain
import Logging
import Postgres

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says whether the day may begin.",
        subcommands: [DailyCheckCommand.self])
}

struct DailyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daily",
        abstract: "Checks the system, the delivery of alerts, the CRM and the reconcile.",
        discussion: """
            `mainstay serve` does it at 02:30 UTC, records it, and tells when it fails (docs/rhythm.md). This records nothing. Ends with 0 when nothing
            failed (warnings are no failure), with 1 when something did.

            Examples:
              mainstay check daily
              mainstay check daily --format json
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let configuration = try global.configuration()
        let logger = Logger.mainstay(configuration.logLevel)
        let asOf = moment.asOf ?? SystemClock().now
        let check = try await Interruption.cancelling {
            try await Database.with(configuration, logger: logger, maximumConnections: 1) { database in
                try await database.pool.transaction(.snapshot) { try await DailyCheck.fetch(asOf: asOf, on: $0) }
            }
        }
        output.write(check)
        if check.outcome == .failed { throw ExitCode.failure }
    }
}
