import Access
import App
public import ArgumentParser
import Delivery
import Domain
import Foundation
import Postgres

struct DeliveriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "Shows what became of messages, sends again what was given up, and tests routes.",
        discussion: """
            How to set up Slack, mail and webhooks: docs/delivery.md.

            Examples:
              mainstay deliveries list --state failed
              mainstay deliveries retry --all
              mainstay deliveries test --route critical
            """,
        subcommands: [
            ListDeliveriesCommand.self, ShowDeliveryCommand.self, RetryDeliveryCommand.self, TestRouteCommand.self,
        ],
        defaultSubcommand: ListDeliveriesCommand.self)
}

struct ListDeliveriesCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists messages, the newest first.",
        discussion: """
            States: waiting, sending, sent, undeliverable (no channel is set up), failed (can never work as it is), dead (given up after 24
            hours).

            Examples:
              mainstay deliveries list --state failed --state dead
            """)

    @Option(help: "Only of this state; can be given several times.")
    var state: [MessageState] = []

    @Option(help: "At most so many.")
    var limit = 50

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is at least 1, not \(limit)") }
    }

    func answer(now: Moment, on connection: Connection) async throws -> DeliveriesReport {
        DeliveriesReport(try await Delivery.newest(states: state, limit: limit, on: connection))
    }
}

struct ShowDeliveryCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a message and every attempt to deliver it.",
        discussion: """
            Examples:
              mainstay deliveries show 0f0e0d0c-0b0a-4000-8000-000000000001
            """)

    @Argument(help: ArgumentHelp("The message's id, from the list.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> DeliveryRecordReport {
        let delivery = try await Delivery.fetch(id, on: connection)
        return DeliveryRecordReport(delivery, attempts: try await delivery.attempts(on: connection))
    }
}

struct RetryDeliveryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Puts messages that were given up back into the outbox, for another 24 hours; the server sends them.",
        discussion: """
            With --all, what tells of alerts that are over, is older than 7 days or was a test of a route is left out, and said. One message by its
            id is sent whatever it is.

            Examples:
              mainstay deliveries retry 0f0e0d0c-0b0a-4000-8000-000000000001
              mainstay deliveries retry --all
            """)

    @Argument(help: ArgumentHelp("The message's id, from the list.", valueName: "id"))
    var id: String?

    @Flag(help: "All that were given up and still have something to say.")
    var all = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard all != (id != nil) else { throw ValidationError("name one message, or say --all") }
    }

    func run() async throws {
        let text = try await global.withDatabase { [id] database, _ in
            let (actor, now) = (AuditActor.machineUser(MachineUser.name), SystemClock().now)
            guard let id else {
                return try await MessageRenewal.all(by: actor, now: now, on: database.pool).text
            }
            let delivery = try await MessageRenewal.one(id, by: actor, now: now, on: database.pool)
            return "the message to \(delivery.channel) \(TargetText.shown(delivery.target)) is to be sent again"
        }
        print(text)
    }
}

struct TestRouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Sends a message that says that it is a test, at once.",
        discussion: """
            Ends with 1 when it does not arrive. What became of it stands in mainstay deliveries list.

            Examples:
              mainstay alerts test --route critical
            """)

    @Option(help: "The route, from mainstay routes list.")
    var route: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let settings = try global.configuration().alertSettings()
        let trial = try await global.withDatabase { [route] database, _ in
            try await RouteTrial.run(
                route, settings: settings, by: .machineUser(MachineUser.name), now: SystemClock().now, on: database.pool)
        }
        print("\(trial.target.channel) \(TargetText.shown(trial.target.target)): \(trial.outcome.word): \(trial.outcome.text)")
        guard case .sent = trial.outcome else { throw ExitCode.failure }
    }
}

extension MessageState: ExpressibleByArgument {}
