public import Domain
import Foundation
public import Postgres
import Schema

/// Question 4: do campaigns work? Messages of the last 90 days by type (metrics.md §5).
public struct CampaignEffectiveness: Sendable, Hashable {
    public struct Campaign: Sendable, Hashable {
        public let type: CampaignType
        public let sent: Int
        /// Each of the messages sent.
        public let opened: Rate
        public let clicked: Rate
        public let responded: Rate
        /// Messages whose 30 days have passed.
        public let matured: Int
        public let pending: Int
        /// After above before, of the matured with both scores.
        public let recovered: Rate
        /// Risen to Healthy, of the same.
        public let recoveredToHealthy: Rate
        /// Left when it was sent and active again within 30 days, of the matured; nil for other types than win-back.
        public let converted: Rate?
    }

    /// A rate with a target, by the name that JSON gives the rate.
    public struct Target: Sendable, Hashable {
        public let rate: String
        /// Percent.
        public let percent: Int
        /// By the counts; nil where the rate is unknown.
        public let isReached: Bool?
    }

    public let asOf: Moment
    /// Days of 24 hours up to the moment.
    public let windowDays: Int
    /// One of each ``CampaignType``, in its order.
    public let campaigns: [Campaign]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, windowDays: Int = 90, on connection: Connection) async throws -> CampaignEffectiveness {
        let rows = try await connection.query("SELECT * FROM mainstay.campaign_effectiveness(\(asOf), \(windowDays)::integer)")
        return CampaignEffectiveness(asOf: asOf, windowDays: windowDays, campaigns: try rows.map(Campaign.init))
    }
}

extension CampaignEffectiveness.Campaign {
    init(_ row: Row) throws {
        let type: CampaignType = try row["campaign_type"]
        let sent: Int = try row["total_sent"]
        let matured: Int = try row["matured"]
        let scored: Int = try row["scored"]
        self.init(
            type: type, sent: sent,
            opened: Rate(part: try row["emails_opened"], whole: sent, percent: try row["open_rate"]),
            clicked: Rate(part: try row["emails_clicked"], whole: sent, percent: try row["click_rate"]),
            responded: Rate(part: try row["responses_received"], whole: sent, percent: try row["response_rate"]),
            matured: matured, pending: try row["pending"],
            recovered: Rate(part: try row["recovered"], whole: scored, percent: try row["recovery_rate"]),
            recoveredToHealthy: Rate(part: try row["recovered_to_healthy"], whole: scored, percent: try row["recovered_to_healthy_rate"]),
            converted: type == .winBack ? Rate(part: try row["converted"], whole: matured, percent: try row["conversion_rate"]) : nil)
    }

    /// What this type of campaign should reach.
    public var targets: [CampaignEffectiveness.Target] {
        func target(_ name: String, _ rate: Rate?, _ percent: Int) -> CampaignEffectiveness.Target {
            CampaignEffectiveness.Target(rate: name, percent: percent, isReached: rate?.reaches(Decimal(percent)))
        }
        return switch type {
        case .atRisk: [target("response_rate", responded, 20), target("recovery_rate", recovered, 30)]
        case .critical: [target("response_rate", responded, 100), target("recovery_rate", recovered, 50)]
        case .winBack: [target("response_rate", responded, 10), target("conversion_rate", converted, 5)]
        }
    }
}

extension CampaignEffectiveness {
    /// The shape of `mainstay metrics campaigns --format json`.
    public var json: JSON {
        .object([
            "as_of": .from(asOf),
            "window_days": .from(windowDays),
            "campaigns": .array(campaigns.map(\.json)),
        ])
    }
}

extension CampaignEffectiveness.Campaign {
    fileprivate var json: JSON {
        .object([
            "campaign_type": .string(type.rawValue),
            "total_sent": .from(sent),
            "emails_opened": .from(opened.part),
            "emails_clicked": .from(clicked.part),
            "responses_received": .from(responded.part),
            "open_rate": opened.json,
            "click_rate": clicked.json,
            "response_rate": responded.json,
            "matured": .from(matured),
            "pending": .from(pending),
            "recovery_rate": recovered.json,
            "recovered_to_healthy_rate": recoveredToHealthy.json,
            "conversion_rate": converted?.json ?? .null,
            "targets": .object(targets.map { JSON.Member($0.rate, .from($0.percent)) }),
            "on_target": .object(targets.map { JSON.Member($0.rate, .from($0.isReached)) }),
        ])
    }
}
