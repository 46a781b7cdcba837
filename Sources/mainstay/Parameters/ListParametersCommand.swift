import App
import ArgumentParser
import Domain
import Postgres
import Settings

struct ListParametersCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the parameters with their values, defaults and ranges.",
        discussion: """
            Examples:
              mainstay parameters list
              mainstay parameters list --group nps
              mainstay parameters list --format csv > parameters.csv
            """)

    @Option(
        help: ArgumentHelp("Only one group: \(ParameterGroup.names).", valueName: "group"), transform: ParameterGroup.init(argument:))
    var group: ParameterGroup?

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> Parameters {
        let parameters = try await Parameters.fetch(on: connection)
        return group.map(parameters.only) ?? parameters
    }
}

extension ParameterGroup {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    init(argument text: String) throws {
        guard let group = ParameterGroup(rawValue: text) else {
            throw ValidationError("'\(text)' is no group of parameters; they are \(Self.names)")
        }
        self = group
    }
}
