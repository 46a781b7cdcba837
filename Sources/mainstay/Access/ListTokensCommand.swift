import Access
import App
import ArgumentParser
import Domain
import Postgres

struct ListTokensCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the tokens without their secrets, and when each was last used.",
        discussion: """
            Examples:
              mainstay token list
              mainstay token list --format json
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> AccessTokensReport {
        AccessTokensReport(tokens: try await APIToken.all(on: connection))
    }
}
