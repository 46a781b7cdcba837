import App
import ArgumentParser
import Domain
import Postgres
import Settings

struct ParameterHistoryCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Lists who changed which parameter when, from what to what, and why; newest first.",
        discussion: """
            Examples:
              mainstay parameters history
              mainstay parameters history healthy_threshold --format json
            """)

    @Argument(help: "One parameter's name. (default: all)")
    var name: String?

    @Option(help: "At most so many.")
    var limit = 100

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is at least 1, not \(limit)") }
    }

    func answer(now: Moment, on connection: Connection) async throws -> ParameterHistoryReport {
        ParameterHistoryReport(changes: try await RecordedChange.newest(of: name, limit: limit, on: connection))
    }
}
