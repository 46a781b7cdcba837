import App
import ArgumentParser
import Domain
import Postgres
import Reports

struct ListReportsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the reports that are kept, the newest first.",
        discussion: """
            Examples:
              mainstay report list
              mainstay report list --kind weekly --format json
            """)

    @Option(help: "Only weekly, monthly or insights.")
    var kind: ReportKind?

    @Option(help: "At most so many.")
    var limit = 50

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is at least 1") }
    }

    func run() async throws {
        let (kinds, limit) = (kind.map { [$0] } ?? ReportKind.allCases, limit)
        let headers = try await global.withDatabase { database, _ in
            try await ReportStore(pool: database.pool).list(kinds, limit: limit)
        }
        output.write(ReportListReport(headers))
    }
}

struct ShowReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Gives a report that is kept, as it was made.",
        discussion: """
            Examples:
              mainstay report show 12
              mainstay report show 12 --format pdf --output review.pdf
            """)

    @Argument(help: "The report's number.")
    var id: Int64

    @OptionGroup var file: ReportFileOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let (configuration, id) = (try global.configuration(), id)
        let report = try await global.withDatabase(configuration: configuration) { database, _ in
            try await ReportStore(pool: database.pool).report(id)
        }
        try await Interruption.cancelling { [file] in try await file.write(report.document, configuration) }
    }
}

struct CompareReportsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Puts two reports of one kind side by side, figure by figure.",
        discussion: """
            The one that speaks of the earlier moment stands first, whatever the order in which they are given.

            Examples:
              mainstay report compare 11 12
              mainstay report compare 11 12 --format csv > changes.csv
            """)

    @Argument(help: "The number of one report.")
    var one: Int64

    @Argument(help: "The number of the other.")
    var other: Int64

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let (one, other) = (one, other)
        let comparison = try await global.withDatabase { database, _ in
            let store = ReportStore(pool: database.pool)
            return try ReportComparison(try await store.report(one), try await store.report(other))
        }
        output.write(comparison)
    }
}
