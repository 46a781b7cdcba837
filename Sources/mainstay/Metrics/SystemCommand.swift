import App
import ArgumentParser
import CustomerMetrics
import Domain
import Postgres

struct SystemCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "system",
        abstract: "Does the success system itself work?",
        discussion: """
            Examples:
              mainstay metrics system
              mainstay metrics system --format json
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> SystemHealth {
        try await SystemHealth.fetch(asOf: moment.asOf ?? now, on: connection)
    }
}
