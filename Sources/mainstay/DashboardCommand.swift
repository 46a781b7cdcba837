import App
public import ArgumentParser
import Dashboards
public import Domain
import Foundation
import Logging
import Postgres

struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Shows one of the four dashboards, for now or for any moment.",
        discussion: """
            It is computed anew; the pages of `mainstay serve` show the snapshots that it takes. What each panel says: docs/dashboards.md.
            JSON is what a snapshot keeps. CSV has a row per cell: panel, row, column, value; of one panel it is the panel's table.
            HTML is one file that needs nothing else, to send or to keep.

            Examples:
              mainstay dashboard executive
              mainstay dashboard insights --as-of 2025-07-01
              mainstay dashboard executive --panel at-risk-by-arr --format csv > call-first.csv
              mainstay dashboard executive --format html > executive.html
            """)

    @Argument(help: "executive, campaigns, system or insights.")
    var name: DashboardName

    @Option(help: ArgumentHelp("Only this panel, whole.", valueName: "panel"))
    var panel: String?

    @Option(help: "table for people, json for programs, csv for spreadsheets, html to share.")
    var format: DashboardFormat = .table

    @OptionGroup var moment: MomentOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let configuration = try global.configuration()
        let logger = Logger.mainstay(configuration.logLevel)
        let now = SystemClock().now
        let (name, asOf) = (name, moment.asOf ?? now)
        let dashboard = try await Interruption.cancelling {
            try await Database.with(configuration, logger: logger, maximumConnections: 1) { database in
                try await database.pool.transaction(.snapshot) { connection in
                    try await Dashboards.compose(name, asOf: asOf, takenAt: now, on: connection)
                }
            }
        }
        let report = if let panel { try DashboardReport(dashboard, panel: panel) } else { DashboardReport(dashboard) }
        let text = try report.text(format, on: .standardOutput(environment: ProcessInfo.processInfo.environment))
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

extension DashboardName: ExpressibleByArgument {}

extension DashboardFormat: ExpressibleByArgument {}
