import Access
import App
import ArgumentParser
import Domain

struct EnableUserCommand: AccessChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Lets a disabled user in again, with the password and role from before.",
        discussion: """
            Examples:
              mainstay user enable anna@example.com
            """)

    @Argument(help: "The user's name.")
    var name: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ access: Access, _: Void, by actor: AuditActor, now: Moment) async throws -> AccessUserChangeReport {
        AccessUserChangeReport(
            try await access.accounts.enable(name, by: actor, now: now), outcome: "may sign in again", unchanged: "is not disabled")
    }
}
