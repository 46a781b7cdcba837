import ArgumentParser

struct ParametersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parameters",
        abstract: "Shows and changes what can be tuned; every change is recorded.",
        discussion: """
            What each parameter does: docs/parameters.md.

            Examples:
              mainstay parameters list --group health_score
              mainstay parameters get healthy_threshold
              mainstay parameters set healthy_threshold=75 --why "pilot with the enterprise segment"
              mainstay parameters set engagement_weight=50 support_weight=30 value_weight=20 --why "usage predicts renewals best"
              mainstay parameters reset healthy_threshold --why "pilot over"
              mainstay parameters history
            """,
        subcommands: [
            ListParametersCommand.self, GetParameterCommand.self, SetParametersCommand.self, ResetParametersCommand.self,
            ParameterHistoryCommand.self,
        ],
        defaultSubcommand: ListParametersCommand.self)
}
