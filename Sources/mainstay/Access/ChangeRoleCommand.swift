import Access
import App
import ArgumentParser
import Domain

struct ChangeRoleCommand: AccessChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "Gives a user another role, and signs the user out everywhere.",
        discussion: """
            Examples:
              mainstay user role anna@example.com chairman
            """)

    @Argument(help: "The user's name.")
    var name: String

    @Argument(help: ArgumentHelp("\(Role.names).", valueName: "role"), transform: Role.init(argument:))
    var role: Role

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ access: Access, _: Void, by actor: AuditActor, now: Moment) async throws -> AccessUserChangeReport {
        AccessUserChangeReport(
            try await access.accounts.setRole(role, of: name, by: actor, now: now), outcome: "is \(role.title) now",
            unchanged: "is \(role.title) already")
    }
}
