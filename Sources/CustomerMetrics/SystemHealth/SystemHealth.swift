public import Domain
public import Foundation
public import Postgres
import Schema

/// Question 5: does the success system itself work? (metrics.md §6)
public struct SystemHealth: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable, PostgresDecodable {
        case healthy = "Healthy"
        case warning = "Warning"
        case degraded = "Degraded"
    }

    public struct CRM: Sendable, Hashable {
        public let isConfigured: Bool
        /// Runs of the last 24 hours.
        public let successful: Int
        /// `error` and `partial` runs of the last 24 hours.
        public let failed: Int
        /// Successful of all finished.
        public let successRate: Rate
    }

    /// Milliseconds from the commit of a fact to the commit of the score that shows it, over the last 24 hours; nil when nothing was measured.
    public struct Freshness: Sendable, Hashable {
        public let p50: Decimal?
        public let p95: Decimal?
        public let p99: Decimal?
    }

    public let asOf: Moment
    public let status: Status
    /// What makes it Degraded or Warning, in words.
    public let reasons: [String]
    /// The end of the last completed refresh; nil when there was none.
    public let lastHealthScoreUpdate: Moment?
    /// With 2 decimals.
    public let hoursSinceLastUpdate: Decimal?
    public let crm: CRM
    public let activeCampaigns: Int
    public let pausedCampaigns: Int
    /// In the last 7 days.
    public let surveysDeployed: Int
    /// Share of the last 30 days that was not Degraded, in percent; nil when nobody watched.
    public let uptimePercent: Decimal?
    public let freshness: Freshness
    /// Percent.
    public let targetUptime: Decimal
    /// Whether the exact share reaches the target: 99.497 % does not reach 99.5, though with 2 decimals it would. Nil when nobody watched.
    public let reachesTargetUptime: Bool?

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> SystemHealth {
        let row = try await connection.row(
            """
            SELECT h.*, t.target AS target_uptime, 100 * u.up >= t.target * NULLIF(u.watched, 0) AS reaches_target
              FROM mainstay.system_health(\(asOf)) AS h
              CROSS JOIN (SELECT mainstay.parameter('target_uptime_percent')::numeric AS target) AS t
              LEFT JOIN mainstay.uptime(\(asOf), 30) AS u ON true
            """)
        let successful: Int = try row["successful_24h"]
        let failed: Int = try row["failed_24h"]
        return SystemHealth(
            asOf: asOf, status: try row["system_status"], reasons: try row["reasons"],
            lastHealthScoreUpdate: try row["last_health_score_update"], hoursSinceLastUpdate: try row["hours_since_last_update"],
            crm: CRM(
                isConfigured: try row["crm_configured"], successful: successful, failed: failed,
                successRate: Rate(part: successful, whole: successful + failed, percent: try row["crm_success_rate"])),
            activeCampaigns: try row["active_campaigns"], pausedCampaigns: try row["paused_campaigns"],
            surveysDeployed: try row["nps_surveys_deployed_7d"], uptimePercent: try row["uptime_percent_30d"],
            freshness: Freshness(p50: try row["freshness_p50_ms"], p95: try row["freshness_p95_ms"], p99: try row["freshness_p99_ms"]),
            targetUptime: try row["target_uptime"], reachesTargetUptime: try row["reaches_target"])
    }
}

extension SystemHealth {
    /// The shape of `mainstay metrics system --format json`.
    public var json: JSON {
        .object([
            "as_of": .from(asOf),
            "system_status": .string(status.rawValue),
            "reasons": .array(reasons.map { .string($0) }),
            "last_health_score_update": .from(lastHealthScoreUpdate),
            "hours_since_last_update": .from(hoursSinceLastUpdate),
            "crm": .object([
                "configured": .from(crm.isConfigured),
                "successful_24h": .from(crm.successful),
                "failed_24h": .from(crm.failed),
                "success_rate": crm.successRate.json,
            ]),
            "active_campaigns": .from(activeCampaigns),
            "paused_campaigns": .from(pausedCampaigns),
            "nps_surveys_deployed_7d": .from(surveysDeployed),
            "uptime_percent_30d": .from(uptimePercent),
            "freshness_ms": .object([
                "p50": .from(freshness.p50),
                "p95": .from(freshness.p95),
                "p99": .from(freshness.p99),
            ]),
        ])
    }
}
