import Alerting
import App
import ArgumentParser
import Domain
import Postgres

struct ShowAlertCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows an alert, its history and its messages.",
        discussion: """
            Examples:
              mainstay alerts show 12
              mainstay alerts show 12 --format json
            """)

    @Argument(help: "The alert's number.")
    var id: Int64

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> AlertRecordReport {
        guard let record = try await AlertRecord.fetch(id, on: connection) else { throw AlertError.alertUnknown(id) }
        return AlertRecordReport(record, asOf: now)
    }
}
