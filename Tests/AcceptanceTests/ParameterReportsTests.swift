import Domain
import Foundation
import Postgres
import Settings
import TestSupport
import Testing

@testable import App

@Suite("Parameters as they are shown")
struct ParameterReportsTests {
    private let now = Moment(microseconds: 1_767_225_600_123_456)

    @Test("are numbers where they are numbers, and complete in each format")
    func list() async throws {
        try await TestDatabase.withMigrated { database in
            let parameters = try await database.pool.withConnection { try await Parameters.fetch(on: $0) }
            let uptime = try parameters.parameter("target_uptime_percent")
            #expect(
                uptime.json.text()
                    == #"{"name":"target_uptime_percent","group":"system","type":"decimal","value":99.5,"default":99.5,"min":95,"max":99.99,"#
                    + #""choices":null,"unit":"percent","strategic":true,"meaning":"uptime target"}"#)
            let platform = try parameters.parameter("crm_platform")
            #expect(platform.json.text().contains(#""value":"none","default":"none","min":null,"max":null,"choices":["none","hubspot","#))
            let csv = parameters.csv.text.split(separator: "\r\n")
            #expect(csv.count == 65)
            #expect(csv.contains("nps_positive_threshold,nps,int,0,0,-100,50,,points,yes,exit gate"))
            let page = parameters.page.text(coloured: false)
            #expect(parameters.all.allSatisfy { page.contains($0.name) })
            #expect(parameters.only(.nps).page.text(coloured: false).contains("§ strategic"))
            #expect(!parameters.only(.nps).page.text(coloured: false).contains("ticket_penalty"))
        }
    }

    @Test("say after a change what changed, which model follows and what was not touched")
    func outcome() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            let note = try ChangeNote(by: "eva", why: "pilot\u{1B}[31m")
            let outcome = try await store.set(
                ParameterAssignment.all(["healthy_threshold=75", "critical_slack_channel=", "ticket_penalty=10"]), note: note, now: now)
            let page = outcome.page.text(coloured: false)
            #expect(page.contains("healthy_threshold"))
            #expect(page.contains("(empty)"))
            #expect(page.contains("had the value already: ticket_penalty"))
            #expect(page.contains("model version 2 holds from 2026-01-01 00:00 UTC on"))
            #expect(page.contains("§ strategic"))
            #expect(
                outcome.json.text().hasSuffix(
                    #""unchanged":["ticket_penalty"],"model_version":2,"model_valid_from":"2026-01-01T00:00:00.123456Z"}"#))

            let again = try await store.set(ParameterAssignment.all(["healthy_threshold=75"]), note: note, now: now)
            #expect(again.page.text(coloured: false).hasPrefix("Nothing changed\n"))
            #expect(
                again.json.text()
                    == #"{"change_set":null,"changes":[],"unchanged":["healthy_threshold"],"model_version":null,"model_valid_from":null}"#)

            let history = ParameterHistoryReport(
                changes: try await database.pool.withConnection { try await RecordedChange.newest(on: $0) })
            // A reason may hold anything; the terminal stays as it is.
            #expect(!history.page.text(coloured: false).contains("\u{1B}"))
            #expect(history.page.text(coloured: false).contains("healthy_threshold  70 → 75"))
        }
    }
}
