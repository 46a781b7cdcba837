import Access
import App
import ArgumentParser
import Domain

struct RevokeTokenCommand: AccessChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Makes a token worthless.",
        discussion: """
            A running server sees the change after 2 seconds at the latest.

            Examples:
              mainstay token revoke "nightly report"
              mainstay token revoke 3f9a1c0b77de
            """)

    @Argument(help: "The token's name or id; of one that was found somewhere also its whole text.")
    var token: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ access: Access, _: Void, by actor: AuditActor, now: Moment) async throws -> AccessTokenRevocationReport {
        AccessTokenRevocationReport(try await access.tokens.revoke(token, by: actor, now: now))
    }
}
