import App
import ArgumentParser
import CustomerMetrics
import Domain
import Postgres

struct RetentionCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Do customers stay? Monthly cohorts, 1, 3 and 6 months on.",
        discussion: """
            Examples:
              mainstay metrics retention
              mainstay metrics retention --definition bounded --format csv
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var definition: DefinitionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> Retention {
        try await Retention.fetch(asOf: moment.asOf ?? now, definition: definition.definition, on: connection)
    }
}
