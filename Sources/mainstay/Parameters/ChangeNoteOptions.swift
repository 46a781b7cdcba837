import ArgumentParser
import Settings

/// Who changes parameters, and why.
struct ChangeNoteOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The reason, which is recorded with the change.", valueName: "reason"))
    var why: String

    @Option(help: ArgumentHelp("Who changes it. (default: the user of this machine)", valueName: "name"))
    var by: String?

    /// - Throws: ``ParameterRefusal`` when one of them is blank.
    func note() throws(ParameterRefusal) -> ChangeNote {
        try ChangeNote(by: by ?? MachineUser.name, why: why)
    }
}
