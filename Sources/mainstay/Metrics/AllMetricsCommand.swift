import App
import ArgumentParser
import CustomerMetrics
import Domain
import Postgres

struct AllMetricsCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "all",
        abstract: "All six questions.",
        discussion: """
            JSON has one member per question, each in the shape of its own command. CSV has a row per figure: question, figure, value.

            Examples:
              mainstay metrics all
              mainstay metrics all --as-of 2025-07-01 --format json
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var definition: DefinitionOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> MetricsReport {
        try await MetricsReport.fetch(
            asOf: moment.asOf ?? now, definition: definition.definition, windowDays: window.windowDays, on: connection)
    }
}
