import App
import ArgumentParser
import CustomerMetrics
import Domain
import Postgres

struct ExplainCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says why a customer's score moved between two moments, point by point.",
        discussion: """
            The points of the parts sum to the change in total. What a new scoring model did is told apart from what the customer did.

            Examples:
              mainstay explain acme
              mainstay explain acme --from 2025-06-01 --to 2025-07-01
              mainstay explain acme --from 2025-06-01 --format json
            """)

    @Argument(help: "The customer's id: the source's, or the UUID.")
    var id: String

    @Option(
        help: ArgumentHelp("The earlier moment. (default: 30 days before the later one)", valueName: "time"),
        transform: Moment.init(argument:))
    var from: Moment?

    @Option(help: ArgumentHelp("The later moment. (default: now)", valueName: "time"), transform: Moment.init(argument:))
    var to: Moment?

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let from, let to { try Self.check(from: from, to: to) }
    }

    private static func check(from: Moment, to: Moment) throws {
        guard from <= to else { throw ValidationError("--from \(from) is later than --to \(to)") }
    }

    func answer(now: Moment, on connection: Connection) async throws -> Explanation {
        let to = to ?? now
        let from = from ?? to.adding(days: -30)
        try Self.check(from: from, to: to)
        return try await Explanation.fetch(id, from: from, to: to, on: connection)
    }
}
