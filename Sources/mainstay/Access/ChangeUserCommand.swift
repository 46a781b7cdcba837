import Access
import App
import ArgumentParser
import Domain

struct ChangeUserCommand: AccessChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Changes where a user is written to.",
        discussion: """
            Routes to a role, such as those of the monthly reports, send to the addresses of its users: this one, else a name that is an address.

            Examples:
              mainstay user change anna --email anna@example.com
              mainstay user change anna --no-email
            """)

    @Argument(help: "The user's name.")
    var name: String

    @Option(help: ArgumentHelp("One e-mail address.", valueName: "address"))
    var email: String?

    @Flag(help: "Take the address away.")
    var noEmail = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (email != nil) != noEmail else { throw ValidationError("give --email with an address, or --no-email") }
    }

    func change(_ access: Access, _: Void, by actor: AuditActor, now: Moment) async throws -> AccessUserChangeReport {
        let address = noEmail ? nil : email
        return AccessUserChangeReport(
            try await access.accounts.setEmail(address, of: name, by: actor, now: now),
            outcome: address.map { "is written to at \($0)" } ?? "has no address now",
            unchanged: address.map { "is written to at \($0) already" } ?? "has no address")
    }
}
