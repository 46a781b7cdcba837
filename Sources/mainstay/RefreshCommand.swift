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
        let report = try await global.withDatabase { [full] database, progress in
            let refresh = ScoreRefresh(pool: database.pool, clock: chosen)
            let show: ScoreRefresh.Progress = { done, total in
                progress.show(
                    ProgressStep("computing scores", share: Double(done) / Double(total), count: done, unit: "slices of the customers"))
            }
            return full ? try await refresh.reconcile(progress: show) : try await refresh.bringUpToDate(progress: show)
        }
        output.write(report)
    }
}
