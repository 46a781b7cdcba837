import Access
import App
import ArgumentParser
import Domain

struct DisableUserCommand: AccessChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Lets a user in no more, and signs the user out everywhere.",
        discussion: """
            Users are not deleted, since the audit log speaks of them. A running server sees the change after 2 seconds at the latest.

            Examples:
              mainstay user disable anna@example.com
            """)

    @Argument(help: "The user's name.")
    var name: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ access: Access, _: Void, by actor: AuditActor, now: Moment) async throws -> AccessUserChangeReport {
        AccessUserChangeReport(
            try await access.accounts.disable(name, by: actor, now: now), outcome: "is disabled", unchanged: "was disabled already")
    }
}
