import Access
import App
import ArgumentParser
import Domain
import Postgres

struct AccessLogCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Lists sign-ins, refusals and changes of access; newest first.",
        discussion: """
            Examples:
              mainstay user log
              mainstay user log anna@example.com --format json
            """)

    @Argument(help: "Only what this user or token did, or what was done to it. (default: all)")
    var name: String?

    @Option(help: "At most so many.")
    var limit = 100

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is at least 1, not \(limit)") }
    }

    func answer(now: Moment, on connection: Connection) async throws -> AccessLogReport {
        AccessLogReport(entries: try await AuditLog.newest(about: name, limit: limit, on: connection))
    }
}
