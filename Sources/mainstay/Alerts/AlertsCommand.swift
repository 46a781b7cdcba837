import ArgumentParser

struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Shows what somebody should know or do, and records who has it in hand.",
        discussion: """
            The life of an alert: docs/alerts.md.

            Examples:
              mainstay alerts list
              mainstay alerts show 12
              mainstay alerts ack 12 --why "calling them"
              mainstay alerts resolve 12 --why "moved to another plan"
              mainstay alerts silence --customer acme --until 2026-12-01 --why "planned pause"
              mainstay alerts test --route critical
            """,
        subcommands: [
            ListAlertsCommand.self, ShowAlertCommand.self, AcknowledgeAlertCommand.self, AssignAlertCommand.self, CommentAlertCommand.self,
            ResolveAlertCommand.self, SilenceAlertsCommand.self, EvaluateAlertsCommand.self, TestRouteCommand.self,
        ],
        defaultSubcommand: ListAlertsCommand.self)
}
