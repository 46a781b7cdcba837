import App
import ArgumentParser
import CustomerMetrics
import Domain
import Postgres

struct HealthCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "How healthy are the customers?",
        discussion: """
            Examples:
              mainstay metrics health
              mainstay metrics health --as-of 2025-07-01 --format json
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> HealthSummary {
        try await HealthSummary.fetch(asOf: moment.asOf ?? now, on: connection)
    }
}
