import Access
import App
import ArgumentParser
import Domain

struct ChangePasswordCommand: AccessChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Gives a user another password, and signs the user out everywhere.",
        discussion: """
            The terminal asks for it, twice. It has at least \(Password.minimumCharacters) characters.

            Examples:
              mainstay user password anna@example.com
              mainstay user password eva --password-stdin < password.txt
            """)

    @Argument(help: "The user's name.")
    var name: String

    @OptionGroup var password: PasswordOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func prepare() throws -> Password { try password.newPassword(of: name) }

    func change(_ access: Access, _ password: Password, by actor: AuditActor, now: Moment) async throws -> AccessUserChangeReport {
        AccessUserChangeReport(
            try await access.accounts.setPassword(password, of: name, by: actor, now: now), outcome: "has a new password",
            unchanged: "has the password already")
    }
}
