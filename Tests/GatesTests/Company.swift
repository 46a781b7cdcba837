import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import Gates

/// A company in a database of its own, whose facts the test tells.
struct Company {
    let pool: Pool

    static func with<R>(_ body: (Company) async throws -> R) async throws -> R {
        try await TestDatabase.withMigrated { try await body(Company(pool: $0.pool)) }
    }

    func ask<Answer>(_ question: (Connection) async throws -> Answer) async throws -> Answer {
        try await pool.transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true), question)
    }

    func gates(_ moment: String) async throws -> ExitGates {
        try await ask { try await ExitGates.fetch(asOf: at(moment), on: $0) }
    }

    func check(_ name: CheckName, _ moment: String) async throws -> GateCheck {
        try #require(try await gates(moment).gates.flatMap(\.checks).first { $0.name == name })
    }

    // MARK: Facts

    /// Customers of one month, of whom the first few are active in the month after it and never again.
    func cohort(_ month: String, size: Int, retained: Int) async throws {
        let next = Month(month)!.adding(months: 1)
        try await pool.execute(
            """
            WITH new AS (
                INSERT INTO mainstay.users (user_id, created_at, subscription_tier)
                SELECT gen_random_uuid(), \(at("\(month)-01")), 'basic' FROM generate_series(1, \(size)) RETURNING user_id
            ), numbered AS (SELECT n.user_id, row_number() OVER () AS number FROM new AS n)
            INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at)
            SELECT n.user_id, 'login', \(at("\(next)-15")) FROM numbered AS n WHERE n.number <= \(retained)
            """)
    }

    /// Messages with the scores that were stamped on them.
    func messages(_ type: String, sent: String, status: String? = "active", before: Int? = nil, after: Int? = nil, times: Int = 1)
        async throws
    {
        try await pool.execute(
            """
            INSERT INTO mainstay.retention_campaigns
                   (user_id, campaign_type, sent_at, status, health_score_before, health_score_after, health_status_before, health_status_after,
                    before_stamped, after_stamped)
            SELECT gen_random_uuid(), \(type)::text, \(at(sent))::timestamptz, \(status)::text, \(before)::integer, \(after)::integer,
                   'At-Risk', 'At-Risk', true, true
              FROM generate_series(1, \(times))
            """)
        // Else the stamps are in doubt.
        try await pool.execute("DELETE FROM mainstay.rescore_queue")
        try await pool.execute("DELETE FROM mainstay.campaign_stamp_queue")
    }

    func surveys(score: Int?, deployed: String?, answered: String? = nil, times: Int) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.nps_surveys (user_id, score, deployed_at, responded_at, created_at)
            SELECT gen_random_uuid(), \(score)::integer, \(deployed.map(at))::timestamptz, \(answered.map(at))::timestamptz,
                   \((answered ?? deployed).map(at))::timestamptz
              FROM generate_series(1, \(times))
            """)
    }

    func refreshed(from start: String, to end: String, kind: String = "full") async throws {
        try await pool.execute(
            "INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at) VALUES (\(kind), \(at(start)), \(at(end)))")
    }

    /// A reconcile at 02:00 of each of these days.
    func refreshed(days: ClosedRange<Int>, of month: String) async throws {
        for day in days {
            let date = "\(month)-\(day < 10 ? "0" : "")\(day)"
            try await refreshed(from: "\(date)T02:00:00Z", to: "\(date)T02:05:00Z")
        }
    }

    func synced(_ status: String, at moment: String, times: Int) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.crm_sync_log (synced_at, status) SELECT \(at(moment))::timestamptz, \(status)::text FROM generate_series(1, \(times))
            """)
    }

    func message(created: String, state: String, sent: String? = nil, givenUp: String? = nil, kind: String = "fired") async throws {
        try await pool.execute(
            "SELECT mainstay.enqueue_message('r', 'slack', '#x', \(kind), 'critical_customer', 's', '{}', '{}', \(at(created)))")
        try await pool.execute(
            """
            UPDATE mainstay.messages SET state = \(state), sent_at = \(sent.map(at)), given_up_at = \(givenUp.map(at))
             WHERE number = (SELECT max(number) FROM mainstay.messages)
            """)
    }

    func set(_ parameter: String, _ value: String) async throws {
        try await pool.execute("UPDATE mainstay.parameters SET value = \(value) WHERE name = \(parameter)")
    }

    func setBaseline(_ rate: String, at moment: String, why: String = "measured") async throws {
        try await pool.transaction { try await Baselines.set(BaselineRate(rate), by: "cli:ada", why: why, now: at(moment), on: $0) }
    }
}

/// A moment of ISO 8601; a mistake in it is the test's own.
func at(_ text: String) -> Moment { try! Moment(iso8601: text) }
