import ArgumentParser

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Makes and revokes tokens, by which programs ask the API.",
        discussion: """
            Examples:
              mainstay token create "nightly report" --role success_ops
              mainstay token list
              mainstay token revoke "nightly report"
            """,
        subcommands: [ListTokensCommand.self, CreateTokenCommand.self, RevokeTokenCommand.self],
        defaultSubcommand: ListTokensCommand.self)
}
