import Alerting
import Domain
import Postgres
import TestSupport
import Testing

@testable import App

@Suite("A list of alerts") struct AlertListReportTests {
    @Test(
        "says that there is none like these where only some were asked for",
        arguments: [
            (AlertFilter.open, "none yet"), (AlertFilter(), "none yet"),
            (AlertFilter(overdueAt: Moment(microseconds: 0)), "none like these"),
            (AlertFilter(rules: [.npsDrop]), "none like these"), (AlertFilter(segment: .free), "none like these"),
            (AlertFilter(assignee: "anna"), "none like these"), (AlertFilter(customer: "acme"), "none like these"),
        ])
    func none(filter: AlertFilter, words: String) async throws {
        try await TestDatabase.withMigrated { database in
            let list = try await database.pool.transaction { try await AlertList.fetch(filter, on: $0) }
            let text = AlertListReport(list, of: filter, asOf: Moment(microseconds: 0))
                .text(.table, on: Terminal(isTerminal: false, environment: [:]))
            #expect(text.contains(words))
        }
    }
}
