public import Domain
import Foundation

/// A company that never was, with customers who behave as customers do: they sign up, take up features, drift, complain, recover and leave.
///
/// For trying Mainstay out and for measuring it. The same parameters give the same rows, ids included, on every platform:
/// each customer has random streams of its own, derived from the seed and the customer's number.
///
/// ```swift
/// let company = try SampleCompany(customers: 2_000, months: 12, seed: 1, asOf: clock.now)
/// let report = try await company.load(into: connection)
/// ```
///
/// The company's first day is the first of the month that lies `months` before that of `asOf`, so that every cohort is whole but
/// the current one. Nothing is dated after `asOf`, except `renewal_date`, which tells of the future by its nature.
public struct SampleCompany: Sendable {
    /// What `mainstay demo` shows: large enough for 100 survey answers in 30 days, small enough to be ready in a second.
    public static let demoCustomers = 2_000
    public static let demoMonths = 12
    public static let defaultSeed: UInt64 = 1
    public static let defaultEventsPerCustomer = 60.0

    public let customers: Int
    public let months: Int
    public let seed: UInt64
    /// Usage events per customer on average, met within some percent.
    public let eventsPerCustomer: Double
    public let asOf: Moment

    /// Customers made and sent at a time: their rows are held in memory, twice.
    let chunkSize: Int

    /// - Parameters:
    ///   - customers: 1 to 10,000,000.
    ///   - months: age of the company, 1 to 120.
    ///   - seed: any number; another seed is another company.
    ///   - eventsPerCustomer: mean number of usage events, 1 to 1,000. From about 50 on (at 12 months) all visits are recorded;
    ///     below that, records are thinned: each customer's first and last visits and adoptions stay, so that the scores of `asOf`
    ///     are much the same, but the past looks quieter than it was. Below about 6 the number is not reached.
    ///   - asOf: the company's last moment, from 1990 to 2099.
    /// - Throws: ``SampleError/outOfRange(parameter:value:range:)``.
    public init(
        customers: Int, months: Int, seed: UInt64, eventsPerCustomer: Double = SampleCompany.defaultEventsPerCustomer, asOf: Moment
    ) throws(SampleError) {
        try self.init(customers: customers, months: months, seed: seed, eventsPerCustomer: eventsPerCustomer, asOf: asOf, chunkSize: nil)
    }

    /// - Parameter chunkSize: nil for one that makes some 150,000 events.
    init(customers: Int, months: Int, seed: UInt64, eventsPerCustomer: Double, asOf: Moment, chunkSize: Int?) throws(SampleError) {
        func check(_ parameter: String, _ isInRange: Bool, _ value: String, _ range: String) throws(SampleError) {
            if !isInRange { throw .outOfRange(parameter: parameter, value: value, range: range) }
        }
        try check("customers", (1...10_000_000).contains(customers), "\(customers)", "1 to 10,000,000")
        try check("months", (1...120).contains(months), "\(months)", "1 to 120")
        try check("events per customer", (1...1_000).contains(eventsPerCustomer), "\(eventsPerCustomer)", "1 to 1,000")
        try check("as-of", (1990...2099).contains(asOf.utc.year), asOf.iso8601, "1990 to 2099")
        (self.customers, self.months, self.seed) = (customers, months, seed)
        (self.eventsPerCustomer, self.asOf) = (eventsPerCustomer, asOf)
        self.chunkSize = chunkSize ?? min(max(Int(150_000 / eventsPerCustomer), 200), 10_000)
    }

    /// What all customers' lives have in common.
    struct Plan: Sendable {
        let customers: Int
        let seed: UInt64
        let calendar: CompanyCalendar
        let signUps: SignUpCurve
        let budget: EventBudget
    }

    func plan() -> Plan {
        let calendar = CompanyCalendar(asOf: asOf, months: months)
        let signUps = SignUpCurve(calendar: calendar, customers: customers)
        func plan(_ budget: EventBudget) -> Plan {
            Plan(customers: customers, seed: seed, calendar: calendar, signUps: signUps, budget: budget)
        }
        return plan(EventBudget(eventsPerCustomer: eventsPerCustomer, customers: customers, plan: plan))
    }

    /// A customer's number and the id it is stored under.
    struct Member: Sendable {
        let id: UUIDBits
        let number: Int32
    }

    /// All customers in the order of their ids.
    func members() -> [Member] {
        var members = (1...customers).map { number in
            let source = CustomerProfile.externalID(number: number, customers: customers)
            return Member(id: UUIDBits(CustomerID(source: source).uuid), number: Int32(number))
        }
        members.sort { $0.id < $1.id }
        return members
    }
}
