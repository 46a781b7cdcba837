import Alerting
import App
import ArgumentParser
import Domain
import Postgres

struct AcknowledgeAlertCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Says that somebody has it in hand; the clock of the answer stops.",
        discussion: """
            Examples:
              mainstay alerts ack 12
              mainstay alerts ack 12 --why "calling them"
            """)

    @Argument(help: "The alert's number.")
    var id: Int64

    @Option(help: "What is being done.")
    var why: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertRecordReport {
        try await AlertDesk(pool: pool).acknowledge(id, by: actor, reason: why, now: now)
        return try await AlertRecordReport(id, asOf: now, on: pool)
    }
}

struct AssignAlertCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Gives it to somebody; the clock runs on until it is acknowledged.",
        discussion: """
            Examples:
              mainstay alerts assign 12 anna
            """)

    @Argument(help: "The alert's number.")
    var id: Int64

    @Argument(help: "Who is to look after it.")
    var assignee: String

    @Option(help: "Why.")
    var why: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertRecordReport {
        try await AlertDesk(pool: pool).assign(id, to: assignee, by: actor, reason: why, now: now)
        return try await AlertRecordReport(id, asOf: now, on: pool)
    }
}

struct CommentAlertCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "comment",
        abstract: "Notes something in the alert's history.",
        discussion: """
            Examples:
              mainstay alerts comment 12 "left a message, they call back on Monday"
            """)

    @Argument(help: "The alert's number.")
    var id: Int64

    @Argument(help: "What to note.")
    var text: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertRecordReport {
        try await AlertDesk(pool: pool).comment(id, text, by: actor, now: now)
        return try await AlertRecordReport(id, asOf: now, on: pool)
    }
}

struct ResolveAlertCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Closes it, though its condition may hold on.",
        discussion: """
            It opens again only after the condition has been over.

            Examples:
              mainstay alerts resolve 12 --why "known, they move to another plan"
            """)

    @Argument(help: "The alert's number.")
    var id: Int64

    @Option(help: "Why it needs nobody any more.")
    var why: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertRecordReport {
        try await AlertDesk(pool: pool).resolve(id, by: actor, reason: why, now: now)
        return try await AlertRecordReport(id, asOf: now, on: pool)
    }
}
