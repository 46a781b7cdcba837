import CustomerMetrics
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Dashboards

@Suite("Live figures")
struct LiveFiguresTests {
    @Test("are those of the stored scores, and equal the question's when the engine is up to date")
    func figures() async throws {
        try await SampleDatabase.with(customers: 100) { pool in
            try await pool.execute(
                """
                INSERT INTO mainstay.freshness_histogram (hour, up_to_ms, scores) VALUES (\(now.startOfDay), 12.5, 19), (\(now.startOfDay), 400, 1)
                """)
            let (live, health) = try await pool.withConnection { connection in
                (try await LiveFigures.fetch(asOf: now, on: connection), try await HealthSummary.fetch(asOf: now, on: connection))
            }
            #expect(live.customers == health.customers && live.averageScore == health.averageScore)
            #expect(live.healthy == health.healthy.part && live.atRisk == health.atRisk.part && live.critical == health.critical.part)
            #expect(live.freshnessP95Milliseconds == Decimal(string: "12.5"))
            #expect(live.alertsOpen == 0)
        }
    }

    @Test("have no average without customers")
    func nothing() async throws {
        try await TestDatabase.withMigrated { database in
            let live = try await database.pool.withConnection { try await LiveFigures.fetch(asOf: now, on: $0) }
            #expect(
                live.json.text() == """
                    {"as_of":"2026-06-15T09:30:00Z","customers":0,"average_score":null,"healthy":0,"at_risk":0,"critical":0,\
                    "freshness_p95_ms":null,"alerts_open":0}
                    """)
        }
    }
}
