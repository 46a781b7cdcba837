import Access
import App
import ArgumentParser
import Domain
import Postgres

struct ListUsersCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the people who may sign in, their roles, and when they last did.",
        discussion: """
            Examples:
              mainstay user list
              mainstay user list --format csv > users.csv
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> AccessUsersReport {
        AccessUsersReport(accounts: try await Account.all(on: connection))
    }
}
