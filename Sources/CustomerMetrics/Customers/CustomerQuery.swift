public import Domain
public import Foundation

/// Which active customers are asked for, in which order, and which page of them.
///
/// ```swift
/// var query = CustomerQuery(status: .critical, order: .arr)
/// let first = try await CustomerPage.fetch(query, now: now, on: connection)
/// query.cursor = first.next
/// ```
public struct CustomerQuery: Sendable, Hashable {
    /// Each is served by an index, so that the last page is as near as the first.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        case score
        /// Unknown revenue counts as the lowest.
        case arr
        /// By the characters of the lower-case name; those without a name first.
        case name
        /// Customers who were never active count as silent for the longest time.
        case lastActivity = "last_activity"

        /// The direction in which those that need attention, or that one looks for, come first.
        public var usualDirection: Direction {
            switch self {
            case .score, .name, .lastActivity: .ascending
            case .arr: .descending
            }
        }
    }

    public enum Direction: String, Sendable, Hashable, CaseIterable {
        case ascending = "asc"
        case descending = "desc"

        public var opposite: Direction { self == .ascending ? .descending : .ascending }
    }

    /// How many entries a page may have; programs are offered 200, exports take more at a time.
    public static let limits = 1...1_000

    /// What somebody typed: the beginning of a name or of one of its later words, of an e-mail address or its domain, of a source's id; or a
    /// whole id. Nil for all.
    public var search: String?
    /// Only those; nil for all.
    public var status: HealthStatus?
    public var segment: Segment?
    /// Only revenues from this one on; customers whose revenue is unknown are in no range.
    public var minimumARR: Decimal?
    /// Only revenues up to this one.
    public var maximumARR: Decimal?
    public var order: Order
    public var direction: Direction
    /// ``CustomerPage/next`` or ``CustomerPage/previous`` of another page of the same query; nil for the first.
    public var cursor: String?
    /// Within ``limits``.
    public var limit: Int

    /// - Parameter direction: nil for the ``Order/usualDirection``.
    public init(
        search: String? = nil, status: HealthStatus? = nil, segment: Segment? = nil, minimumARR: Decimal? = nil, maximumARR: Decimal? = nil,
        order: Order = .score, direction: Direction? = nil, cursor: String? = nil, limit: Int = 50
    ) {
        let words = search?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self.search = words?.isEmpty == false ? words : nil
        (self.status, self.segment, self.minimumARR, self.maximumARR) = (status, segment, minimumARR, maximumARR)
        (self.order, self.direction, self.cursor) = (order, direction ?? order.usualDirection, cursor)
        self.limit = min(max(limit, Self.limits.lowerBound), Self.limits.upperBound)
    }
}
