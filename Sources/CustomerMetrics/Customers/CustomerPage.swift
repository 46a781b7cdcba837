public import Domain
import Postgres

/// A page of the list of active customers, made of the stored scores: those that the engine keeps fresh within milliseconds of each fact.
///
/// Pages follow one another by the last customer's place, not by counting: the millionth customer is as near as the first. A customer whose
/// score changes in between may be met twice or not at all; everybody else is met once.
public struct CustomerPage: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public let customer: Customer
        public let score: Int
        public let status: HealthStatus
        /// Points gained over the last 7 days; nil where there was no score then.
        public let change: Int?
        public let lastActivity: Moment?

        public init(customer: Customer, score: Int, status: HealthStatus, change: Int?, lastActivity: Moment?) {
            (self.customer, self.score, self.status, self.change) = (customer, score, status, change)
            self.lastActivity = lastActivity
        }
    }

    /// How many customers a query lets through.
    public enum Total: Sendable, Hashable {
        case exactly(Int)
        /// There are as many and maybe more: to count them all would take longer than to show them.
        case atLeast(Int)
    }

    public let asOf: Moment
    public let entries: [Entry]
    public let total: Total
    /// The cursor of the page after this one; nil on the last.
    public let next: String?
    /// The cursor of the page before this one; nil on the first.
    public let previous: String?

    public init(asOf: Moment, entries: [Entry], total: Total, next: String?, previous: String?) {
        (self.asOf, self.entries, self.total, self.next, self.previous) = (asOf, entries, total, next, previous)
    }
}

extension CustomerPage {
    /// The shape of `/api/v1/customers`: that of `mainstay customers --format json`, and the way to the neighbouring pages.
    public var json: JSON {
        .object([
            "as_of": .from(asOf),
            "total": total.exact.map { .from($0) } ?? .null,
            "total_at_least": .from(total.least),
            "next": .from(next),
            "previous": .from(previous),
            "customers": .array(entries.map(\.json)),
        ])
    }
}

extension CustomerPage.Total {
    /// Nil when not all were counted.
    public var exact: Int? { if case .exactly(let count) = self { count } else { nil } }

    public var least: Int {
        switch self {
        case .exactly(let count), .atLeast(let count): count
        }
    }
}

extension CustomerPage.Entry {
    var json: JSON {
        .object(
            customer.jsonMembers + [
                JSON.Member("score", .from(score)),
                JSON.Member("status", .string(status.rawValue)),
                JSON.Member("change_7d", .from(change)),
                JSON.Member("last_activity", .from(lastActivity)),
            ])
    }
}
