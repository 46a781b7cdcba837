import App
import ArgumentParser
import CustomerMetrics
import Domain
import Postgres

struct NPSCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "nps",
        abstract: "Would customers recommend us? NPS with its interval.",
        discussion: """
            Examples:
              mainstay metrics nps
              mainstay metrics nps --window-days 90
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> NPS {
        try await NPS.fetch(asOf: moment.asOf ?? now, windowDays: window.windowDays, on: connection)
    }
}
