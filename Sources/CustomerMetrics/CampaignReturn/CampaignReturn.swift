public import Domain
public import Foundation
public import Postgres
import Schema

/// Do campaigns pay? Their cost against the revenue of the customers kept: gross, since there is no group that got no message.
public struct CampaignReturn: Sendable, Hashable {
    public struct Figures: Sendable, Hashable {
        public let messages: Int
        /// Those whose cost is known.
        public let priced: Int
        /// In the currency of the facts; nil where no message has a cost.
        public let cost: Decimal?
        /// With 2 decimals, of those priced.
        public let costPerMessage: Decimal?
        /// Not Healthy at a message and Healthy 30 days later, or gone at a win-back and active again within 30 days.
        public let customersKept: Int
        /// Each customer's once, as it is now.
        public let arrKept: Decimal
        /// Times the cost, with 2 decimals; nil without cost.
        public let ratio: Decimal?
    }

    public struct TypeFigures: Sendable, Hashable {
        public let type: CampaignType
        public let figures: Figures
    }

    public let asOf: Moment
    /// The messages that matured in so many days up to the moment.
    public let windowDays: Int
    /// One of each ``CampaignType``, in its order.
    public let types: [TypeFigures]
    /// A customer kept by messages of two types counts once.
    public let all: Figures

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, windowDays: Int = 90, on connection: Connection) async throws -> CampaignReturn {
        let rows = try await connection.query("SELECT * FROM mainstay.campaign_return(\(asOf), \(windowDays)::integer)")
        guard let all = rows.last else { throw PostgresError.misuse("campaign return gave no rows") }
        return CampaignReturn(
            asOf: asOf, windowDays: windowDays,
            types: try rows.dropLast().map { TypeFigures(type: try $0["campaign_type"], figures: try Figures($0)) },
            all: try Figures(all))
    }
}

extension CampaignReturn.Figures {
    init(_ row: Row) throws {
        self.init(
            messages: try row["messages"], priced: try row["priced"], cost: try row["cost"], costPerMessage: try row["cost_per_message"],
            customersKept: try row["customers_kept"], arrKept: try row["arr_kept"], ratio: try row["return_ratio"])
    }
}
