import App
import ArgumentParser
import CustomerMetrics
import Domain
import Postgres

struct CustomerCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer",
        abstract: "Shows one customer: score, what it is made of, what comes next, and the latest facts.",
        discussion: """
            The id is the one that the source uses, or the UUID.

            Examples:
              mainstay customer acme
              mainstay customer acme --as-of 2025-07-01
              mainstay customer 6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a11 --format json
            """)

    @Argument(help: "The customer's id.")
    var id: String

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> CustomerProfile {
        try await CustomerProfile.fetch(id, asOf: moment.asOf ?? now, on: connection)
    }
}
