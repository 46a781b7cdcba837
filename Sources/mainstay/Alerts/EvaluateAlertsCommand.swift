import Alerting
import App
import ArgumentParser
import Domain
import Postgres

struct EvaluateAlertsCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Looks at all rules now, and puts the messages that are due into the outbox.",
        discussion: """
            `mainstay serve` does this by itself. Messages are sent by a server that runs.

            Examples:
              mainstay alerts evaluate
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertEvaluationReport {
        AlertEvaluationReport(try await AlertEvaluation(pool: pool).run(asOf: now), asOf: now)
    }
}
