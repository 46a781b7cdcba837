import App
import ArgumentParser
import CustomerMetrics
import Domain
import Foundation
import Health
import Postgres

struct RefreshCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh",
        abstract: "Brings stored scores up to date.",
        discussion: """
            Without --full only customers with new facts, or whose time has come, are rescored. With it everybody is recomputed from the
            facts, and the number of stored scores that were wrong is told: it should be 0.
            With --as-of in the past nothing is stored: it shows the health of that moment, computed from the facts. With --as-of in
            the future scores are stored as they will be then if nothing happens, until the next refresh for now.
            Daily figures of the past that miss facts, because these came late, were corrected or deleted, are computed again, as every
            night at 02:00 UTC (not with --as-of).

            Examples:
              mainstay refresh
              mainstay refresh --full
              mainstay refresh --as-of 2025-07-01
            """)

    @Flag(help: "Recompute everybody from the facts, and count what was wrong.")
    var full = false

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let clock = SystemClock()
        if let asOf = moment.asOf, asOf < clock.now {
            let summary = try await global.withDatabase { database, _ in
                try await database.pool.transaction(.snapshot) { connection in try await HealthSummary.fetch(asOf: asOf, on: connection) }
            }
            FileHandle.standardError.write(Data("\(asOf) is past: computed from the facts, stored scores stay as they are.\n".utf8))
            output.write(summary)
            return
        }
        let chosen: any MomentSource = moment.asOf.map(ChosenMoment.init(now:)) ?? clock
        let report = try await global.withDatabase { [full, isForNow = moment.asOf == nil] database, progress in
            let followUp = FollowUp(database: database, clock: chosen, progress: progress)
            let report = try await followUp.refreshScores(fully: full)
            if isForNow { try await followUp.refreshFigures() }
            return report
        }
        output.write(report)
    }
}
