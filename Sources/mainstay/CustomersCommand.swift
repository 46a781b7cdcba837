import App
public import ArgumentParser
public import CustomerMetrics
import Domain
import Postgres

struct CustomersCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "customers",
        abstract: "Lists active customers with their scores, those that need attention first.",
        discussion: """
            Orders: score (lowest first), arr (highest first), change (largest fall of the last 7 days first).

            Examples:
              mainstay customers --status critical --sort arr
              mainstay customers --segment enterprise --sort change --limit 10
              mainstay customers --limit 1000000 --format csv > customers.csv
            """)

    @Option(help: "healthy, at-risk or critical.", transform: HealthStatus.init(argument:))
    var status: HealthStatus?

    @Option(help: "enterprise, professional, basic or free.", transform: Segment.init(argument:))
    var segment: Segment?

    @Option(help: "score, arr or change.")
    var sort: CustomerList.Order = .score

    @Option(help: "At most so many.")
    var limit = 20

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is at least 1, not \(limit)") }
    }

    func answer(now: Moment, on connection: Connection) async throws -> CustomerList {
        try await CustomerList.fetch(
            asOf: moment.asOf ?? now, status: status, segment: segment, order: sort, limit: limit, on: connection)
    }
}

extension CustomerList.Order: ExpressibleByArgument {}

extension HealthStatus {
    init(argument text: String) throws {
        guard let status = HealthStatus(option: text) else {
            throw ValidationError("'\(text)' is no status; they are healthy, at-risk and critical")
        }
        self = status
    }
}

extension Segment {
    init(argument text: String) throws {
        guard let segment = Segment.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) else {
            throw ValidationError("'\(text)' is no segment; they are enterprise, professional, basic and free")
        }
        self = segment
    }
}
