import App
public import ArgumentParser
import Domain
import Foundation
import Gates
import Logging
import Postgres

struct GatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gates",
        abstract: "Says whether the exit gates are passed, and what is missing.",
        discussion: """
            Three gates: success system active, retention improving, NPS positive (docs/gates.md). Unknown is not passed. Ends with 0 when all of
            them are passed, else with 1. `mainstay serve` records them daily at 02:35 UTC; --history shows when one turned, and which check
            turned it.

            Examples:
              mainstay gates
              mainstay gates --history
              mainstay gates --as-of 2025-07-01 --format markdown > gates.md
            """)

    @Flag(help: "Also when the gates turned and why, from the daily records.")
    var history = false

    @Option(help: "table for people, json for programs, markdown for a report.")
    var format: GatesFormat = .table

    @OptionGroup var moment: MomentOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let configuration = try global.configuration()
        let logger = Logger.mainstay(configuration.logLevel)
        let (asOf, isPast, withHistory) = (moment.asOf ?? SystemClock().now, moment.asOf != nil, history)
        let (gates, history) = try await Interruption.cancelling {
            try await Database.with(configuration, logger: logger, maximumConnections: 1) { database in
                try await database.pool.transaction(.snapshot) { connection in
                    let gates = try await ExitGates.fetch(asOf: asOf, on: connection)
                    return (gates, withHistory ? try await GateHistory.fetch(asOf: asOf, on: connection) : nil)
                }
            }
        }
        let text = GatesReport(gates, history: history, isPast: isPast).text(
            format, on: .standardOutput(environment: ProcessInfo.processInfo.environment))
        FileHandle.standardOutput.write(Data(text.utf8))
        if gates.state != .passed { throw ExitCode.failure }
    }
}

extension GatesFormat: ExpressibleByArgument {}
