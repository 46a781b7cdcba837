public import Domain
public import Postgres
import Schema

/// May the day begin? The system's status, the delivery of alerts, the CRM and the reconcile (operations.md §6).
public struct DailyCheck: Sendable, Hashable {
    public enum Condition: String, Sendable, Hashable, CaseIterable, PostgresDecodable {
        case systemStatus = "system_status"
        case alertsDelivered = "alerts_delivered"
        case crmSuccess = "crm_success"
        case reconcile

        public var title: String {
            switch self {
            case .systemStatus: "System status"
            case .alertsDelivered: "Alerts delivered"
            case .crmSuccess: "CRM sync"
            case .reconcile: "Reconcile"
            }
        }

        /// What must be so.
        public var target: String {
            switch self {
            case .systemStatus: "not Degraded"
            case .alertsDelivered: "each looked at within 15 minutes; no message waits for more than an hour or was given up"
            case .crmSuccess: "at least 95 % of the last 24 hours' runs, where a CRM is configured"
            case .reconcile: "ended within 26 hours, 0 stored scores wrong"
            }
        }
    }

    public enum Outcome: String, Sendable, Hashable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case passed
        /// Good enough for the day, and somebody should look at it.
        case warning
        case failed
    }

    public struct Finding: Sendable, Hashable {
        public let condition: Condition
        public let outcome: Outcome
        /// In words.
        public let found: String
    }

    public let asOf: Moment
    /// One of each condition.
    public let findings: [Finding]

    /// The worst of the findings.
    public var outcome: Outcome {
        if failures.isEmpty { findings.contains { $0.outcome == .warning } ? .warning : .passed } else { .failed }
    }

    public var failures: [Finding] { findings.filter { $0.outcome == .failed } }

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> DailyCheck {
        DailyCheck(
            asOf: asOf, findings: try await connection.query("SELECT * FROM mainstay.daily_check(\(asOf))").map(Finding.init))
    }

    /// The newest check that was recorded by a moment; nil when there was none.
    ///
    /// - Throws: ``PostgresError``.
    public static func newestRecord(asOf: Moment, on connection: Connection) async throws -> DailyCheck? {
        let rows = try await connection.query(
            """
            SELECT d.checked_at, f.finding ->> 'condition' AS condition, f.finding ->> 'outcome' AS outcome, f.finding ->> 'found' AS found
              FROM (SELECT * FROM mainstay.daily_checks AS c WHERE c.checked_at <= \(asOf) ORDER BY c.day DESC LIMIT 1) AS d
              CROSS JOIN LATERAL jsonb_array_elements(d.findings) WITH ORDINALITY AS f (finding, place)
             ORDER BY f.place
            """)
        guard let first = rows.first else { return nil }
        return DailyCheck(asOf: try first["checked_at"], findings: try rows.map(Finding.init))
    }
}

extension DailyCheck.Finding {
    init(_ row: Row) throws {
        self.init(condition: try row["condition"], outcome: try row["outcome"], found: try row["found"])
    }
}

extension DailyCheck {
    /// The shape of `mainstay check daily --format json`.
    public var json: JSON {
        .object(["as_of": .from(asOf), "outcome": .string(outcome.rawValue), "findings": findingsJSON])
    }

    /// What a record keeps.
    public var findingsJSON: JSON {
        .array(
            findings.map {
                .object([
                    "condition": .string($0.condition.rawValue), "outcome": .string($0.outcome.rawValue), "found": .string($0.found),
                ])
            })
    }
}
