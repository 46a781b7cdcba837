import App
import ArgumentParser
import Domain
import Reports

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Makes, lists and compares the weekly review, the monthly business review and the insights report.",
        discussion: """
            What each of them says, who gets it when, and how to share one: docs/reports.md. `mainstay serve` makes, keeps and mails them: the weekly
            review each Monday at 07:00 UTC, the other two on the first Monday of the month.

            Examples:
              mainstay report weekly
              mainstay report monthly --as-of 2025-07-07T07:00:00Z --format html --output july.html
              mainstay report insights --format pdf --output insights.pdf --keep
              mainstay report list
              mainstay report show 12 --format pdf --output review.pdf
              mainstay report compare 11 12
            """,
        subcommands: [
            WeeklyReportCommand.self, MonthlyReportCommand.self, InsightsReportCommand.self, ListReportsCommand.self,
            ShowReportCommand.self,
            CompareReportsCommand.self,
        ])
}
