import Access
import App
import ArgumentParser
import Domain

struct CreateTokenCommand: AccessChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Makes a token and shows it, once.",
        discussion: """
            Examples:
              mainstay token create "nightly report" --role success_ops
              mainstay token create eva --role eva --format json
            """)

    @Argument(help: "What it is for.")
    var name: String

    @Option(help: ArgumentHelp("What the program may see: \(Role.names).", valueName: "role"), transform: Role.init(argument:))
    var role: Role

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ access: Access, _: Void, by actor: AuditActor, now: Moment) async throws -> AccessNewTokenReport {
        AccessNewTokenReport(try await access.tokens.create(name: name, role: role, by: actor, now: now))
    }
}
