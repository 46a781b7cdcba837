import Access
import App
import ArgumentParser
import Domain

struct AddUserCommand: AccessChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Adds somebody who may sign in.",
        discussion: """
            The terminal asks for the password, twice. It has at least \(Password.minimumCharacters) characters.

            Examples:
              mainstay user add anna@example.com --role success_lead
              mainstay user add eva --role eva --password-stdin < password.txt
            """)

    @Argument(help: "An e-mail address or login name; capital and small letters are the same.")
    var name: String

    @Option(
        help: ArgumentHelp("What the user does, and therefore may see: \(Role.names).", valueName: "role"),
        transform: Role.init(argument:))
    var role: Role

    @Option(
        help: ArgumentHelp(
            "Where messages for the role go, such as monthly reports. Not needed where the name is an address.", valueName: "address"))
    var email: String?

    @OptionGroup var password: PasswordOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func prepare() throws -> Password { try password.newPassword(of: name) }

    func change(_ access: Access, _ password: Password, by actor: AuditActor, now: Moment) async throws -> AccessUserChangeReport {
        AccessUserChangeReport(
            added: try await access.accounts.add(name: name, role: role, email: email, password: password, by: actor, now: now))
    }
}
