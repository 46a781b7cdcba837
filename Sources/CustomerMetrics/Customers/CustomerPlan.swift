/// The way to a page: decided by how many customers each filter lets through, counted up to a bound.
///
/// PostgreSQL would guess these numbers, and a wrong guess is the difference between milliseconds and reading a million customers.
enum CustomerPlan: Sendable, Hashable {
    /// Walk along the index of the order and pass by those who do not fit, until the page is full.
    case alongTheOrder
    /// Look at all whom one filter lets through, and sort those who fit.
    case amongFew(Filter)

    enum Filter: String, Sendable, Hashable, CaseIterable {
        case search
        /// Segment and revenue, which one index serves together.
        case account
        case status
    }

    /// Up to so many customers are quicker looked at than walked past.
    static let few = 4_000

    /// - Parameters:
    ///   - counts: how many each filter lets through, counted no further than past `few`; nothing for one that is not there.
    ///   - few: how many are few.
    init(counts: [Filter: Int], few: Int = few) {
        let smallest = Filter.allCases.compactMap { filter in counts[filter].map { (filter: filter, count: $0) } }.min {
            $0.count < $1.count
        }
        self = smallest.flatMap { $0.count <= few ? .amongFew($0.filter) : nil } ?? .alongTheOrder
    }
}
