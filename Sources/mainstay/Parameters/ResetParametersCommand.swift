import App
import ArgumentParser
import Domain
import Settings

struct ResetParametersCommand: ParameterChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Gives parameters their default values back, all that are named or none.",
        discussion: """
            Examples:
              mainstay parameters reset healthy_threshold --why "pilot over"
              mainstay parameters reset --all --why "start over"
            """)

    @Argument(help: ArgumentHelp("Which.", valueName: "name"))
    var names: [String] = []

    @Flag(help: "All parameters.")
    var all = false

    @OptionGroup var change: ChangeNoteOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard names.isEmpty || !all else { throw ValidationError("give names or --all, not both") }
    }

    func make(in store: ParameterStore, note: ChangeNote, now: Moment) async throws -> ParameterOutcome {
        try await store.reset(all ? nil : names, note: note, now: now)
    }
}
