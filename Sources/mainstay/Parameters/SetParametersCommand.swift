import App
import ArgumentParser
import Domain
import Settings

struct SetParametersCommand: ParameterChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Changes parameters, all that are named or none.",
        discussion: """
            A change in the group health_score makes a new version of the scoring model and rescores every customer.

            Examples:
              mainstay parameters set healthy_threshold=75 --why "pilot with the enterprise segment"
              mainstay parameters set engagement_weight=50 support_weight=30 value_weight=20 --why "usage predicts renewals best"
              mainstay parameters set ops_email=ops@example.com --why "new address" --by eva
            """)

    @Argument(help: ArgumentHelp("What to set.", valueName: "name=value"))
    var assignments: [String]

    @OptionGroup var change: ChangeNoteOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func check() throws { _ = try ParameterAssignment.all(assignments) }

    func make(in store: ParameterStore, note: ChangeNote, now: Moment) async throws -> ParameterOutcome {
        try await store.set(ParameterAssignment.all(assignments), note: note, now: now)
    }
}
