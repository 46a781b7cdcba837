import Alerting
import App
public import ArgumentParser
import Domain
import Postgres

struct ListAlertsCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists alerts; without options those that are open.",
        discussion: """
            States: pending, firing, acknowledged, resolved, suppressed. Orders: severity, arr, age.

            Examples:
              mainstay alerts list --sort arr
              mainstay alerts list --state resolved --rule critical_customer
              mainstay alerts list --overdue
              mainstay alerts list --all --format csv > alerts.csv
            """)

    @Option(help: "Only of this state; can be given several times.")
    var state: [AlertState] = []

    @Flag(help: "Those that are over as well.")
    var all = false

    @Option(help: ArgumentHelp("Only of this rule.", valueName: "rule"))
    var rule: String?

    @Option(help: "enterprise, professional, basic or free.", transform: Segment.init(argument:))
    var segment: Segment?

    @Option(help: ArgumentHelp("Only about this customer.", valueName: "id"))
    var customer: String?

    @Option(help: ArgumentHelp("Only those of this person.", valueName: "name"))
    var assignee: String?

    @Flag(help: "Only those whose answer is late.")
    var overdue = false

    @Option(help: "severity, arr or age.")
    var sort: AlertList.Order = .severity

    @Option(help: ArgumentHelp("Begin behind this alert of the page before.", valueName: "number"))
    var after: Int64?

    @Option(help: "At most so many.")
    var limit = 50

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is at least 1, not \(limit)") }
    }

    func answer(now: Moment, on connection: Connection) async throws -> AlertListReport {
        var filter = all ? AlertFilter() : state.isEmpty ? AlertFilter.open : AlertFilter(states: Set(state))
        filter.rules = try rule.map { [try AlertRule(argument: $0)] }
        (filter.segment, filter.customer, filter.assignee) = (segment, customer, assignee)
        if overdue { filter.overdueAt = now }
        try await filter.checkCustomer(on: connection)
        return AlertListReport(
            try await AlertList.fetch(filter, order: sort, after: after, limit: limit, on: connection), of: filter, asOf: now)
    }
}

extension AlertState: ExpressibleByArgument {}

extension AlertList.Order: ExpressibleByArgument {}
