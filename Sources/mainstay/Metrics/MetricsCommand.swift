import ArgumentParser

struct MetricsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "Answers the six questions, for now or for any moment.",
        discussion: """
            What each figure means: docs/metrics.md. A figure that cannot be known is "–", with the reason, and null in JSON.

            Examples:
              mainstay metrics
              mainstay metrics retention --definition bounded
              mainstay metrics health --as-of 2025-07-01
              mainstay metrics all --format json > figures.json
            """,
        subcommands: [
            AllMetricsCommand.self, HealthCommand.self, RetentionCommand.self, NPSCommand.self, CampaignsCommand.self, SystemCommand.self,
            SegmentsCommand.self,
        ],
        defaultSubcommand: AllMetricsCommand.self)
}
