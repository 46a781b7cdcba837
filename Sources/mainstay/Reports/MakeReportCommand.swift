import App
import ArgumentParser
import Domain
import Foundation
import Reports

/// A command that makes one kind of report.
protocol MakeReportCommand: AsyncParsableCommand, Sendable {
    static var kind: ReportKind { get }

    var keep: KeepOptions { get }
    var file: ReportFileOptions { get }
    var moment: MomentOptions { get }
    var global: GlobalOptions { get }
}

struct KeepOptions: ParsableArguments {
    @Flag(help: "Keep it among the reports, for everybody who may see them; it can never be changed.")
    var keep = false
}

extension MakeReportCommand {
    func run() async throws {
        let configuration = try global.configuration()
        let (kind, isKept) = (Self.kind, keep.keep)
        let now = SystemClock().now
        let asOf = moment.asOf ?? now
        guard asOf >= ReportStore.earliest else {
            throw ValidationError(
                "no report speaks of a moment before \(NumberText.moment(ReportStore.earliest)): facts begin there; give a later --as-of")
        }
        if isKept, asOf > now { throw ReportError.future(asOf) }
        let document = try await global.withDatabase(configuration: configuration) { database, _ in
            let store = ReportStore(pool: database.pool)
            let document = try await store.make(kind, asOf: asOf)
            if isKept {
                let id = try await store.keep(document, by: "cli:\(MachineUser.name)", now: now)
                FileHandle.standardError.write(Data("kept as report \(id)\n".utf8))
            }
            return document
        }
        try await Interruption.cancelling { [file] in try await file.write(document, configuration) }
    }
}

struct WeeklyReportCommand: MakeReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "weekly",
        abstract: "Makes the weekly review: what changed, whom to call, what to decide.",
        discussion: """
            Examples:
              mainstay report weekly
              mainstay report weekly --as-of 2025-07-07T07:00:00Z --format pdf --output review.pdf
            """)
    static let kind = ReportKind.weekly

    @OptionGroup var moment: MomentOptions
    @OptionGroup var file: ReportFileOptions
    @OptionGroup var keep: KeepOptions
    @OptionGroup var global: GlobalOptions
}

struct MonthlyReportCommand: MakeReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "monthly",
        abstract: "Makes the monthly business review.",
        discussion: """
            Examples:
              mainstay report monthly
              mainstay report monthly --as-of 2025-07-07T07:00:00Z --format html --output july.html
            """)
    static let kind = ReportKind.monthly

    @OptionGroup var moment: MomentOptions
    @OptionGroup var file: ReportFileOptions
    @OptionGroup var keep: KeepOptions
    @OptionGroup var global: GlobalOptions
}

struct InsightsReportCommand: MakeReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "insights",
        abstract: "Makes the Customer Insights Report, the hand-over to the product team.",
        discussion: """
            Examples:
              mainstay report insights
              mainstay report insights --format pdf --output insights.pdf --keep
            """)
    static let kind = ReportKind.insights

    @OptionGroup var moment: MomentOptions
    @OptionGroup var file: ReportFileOptions
    @OptionGroup var keep: KeepOptions
    @OptionGroup var global: GlobalOptions
}
