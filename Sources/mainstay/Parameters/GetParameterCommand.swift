import App
import ArgumentParser
import Domain
import Postgres
import Settings

struct GetParameterCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Shows one parameter: value, default, range, meaning and last change.",
        discussion: """
            Examples:
              mainstay parameters get healthy_threshold
              mainstay parameters get healthy_threshold --format json
            """)

    @Argument(help: "The parameter's name.")
    var name: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> ParameterReport {
        ParameterReport(
            parameter: try await Parameters.fetch(on: connection).parameter(name),
            lastChange: try await RecordedChange.newest(of: name, limit: 1, on: connection).first)
    }
}
