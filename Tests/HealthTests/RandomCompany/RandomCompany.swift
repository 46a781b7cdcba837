import Domain
import Foundation

/// A company that lives at random and with ugly times; the same seed always lives the same life.
///
/// Each operation changes the plain facts and gives the SQL that does the same to the database.
struct RandomCompany: Sendable {
    var random: SplitMix64
    var company = Company()
    var now: Moment
    /// The time of the change that undated changes of the present transaction are stamped with.
    var changeTime: Moment
    var nextCampaign = 1
    /// Ids that are no customers, at least not yet or no more.
    var strangers: [UUID] = []

    /// Several statements that succeed or fail together.
    struct Transaction: Sendable {
        var statements: [String]
        var isRolledBack: Bool
    }

    init(seed: UInt64) {
        random = SplitMix64(seed: seed &* 0x2545_F491_4F6C_DD1D &+ 1)
        now = Moment(microseconds: 0)
        changeTime = now
        // Around the leap day of 2024, around a new year, and in a month of no particular note.
        let start = random.pick([
            "2024-02-27T23:00:00Z", "2024-03-01T00:00:00Z", "2023-12-31T22:00:00.000001Z", "2024-07-15T11:12:13.141592Z",
        ])
        now = ((try? Moment(iso8601: start)) ?? now).adding(microseconds: Int64(random.number(below: 3)))
        changeTime = now
        strangers = (0..<3).map { _ in id() }
    }

    mutating func id() -> UUID {
        let (high, low) = (random.next(), random.next())
        return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// The first customers, in one transaction.
    mutating func foundation() -> Transaction {
        begin()
        var statements: [String] = [setChangeTime]
        for _ in 0..<random.number(in: 4...9) { statements += insertCustomer() }
        return Transaction(statements: statements, isRolledBack: false)
    }

    /// Some operations; those of a transaction that is rolled back leave no trace in the facts.
    mutating func transaction() -> Transaction {
        let before = company
        begin()
        var statements: [String] = [setChangeTime]
        for _ in 0..<random.number(in: 1...6) { statements += operation() }
        let isRolledBack = random.chance(percent: 4)
        if isRolledBack { company = before }
        return Transaction(statements: statements, isRolledBack: isRolledBack)
    }

    private mutating func begin() {
        // Most changes are live; some are replayed, as if they had happened earlier.
        changeTime = random.chance(percent: 80) ? now : min(now, moment())
    }

    private var setChangeTime: String { "SET LOCAL mainstay.now = \(Literal.of(changeTime));" }

    private enum Kind: CaseIterable {
        case insertCustomer, updateLogin, changeStatus, correctEnd, correctStart, changeProfile, deleteCustomer, recordStatus, forgetStatus
        case insertEvents, bulkLoad, correctEvent, deleteEvent
        case insertTickets, changeTicket, correctTicket, deleteTicket, truncateTickets
        case listFeature, unlistFeature, addModel
        case insertCampaigns, correctCampaign, deleteCampaign

        var weight: Int {
            switch self {
            case .insertEvents: 22
            case .changeStatus, .insertTickets: 12
            case .changeTicket, .updateLogin: 9
            case .correctEvent: 7
            case .insertCampaigns: 6
            case .deleteEvent, .insertCustomer, .listFeature: 5
            case .correctEnd, .correctStart, .correctTicket: 4
            case .addModel, .changeProfile, .deleteTicket, .correctCampaign: 3
            case .deleteCustomer, .recordStatus, .forgetStatus, .bulkLoad: 2
            case .unlistFeature, .truncateTickets, .deleteCampaign: 1
            }
        }

        static let drawn = allCases.flatMap { Array(repeating: $0, count: $0.weight) }
    }

    /// One operation; no statements where there is nothing to do it to.
    private mutating func operation() -> [String] {
        switch random.pick(Kind.drawn) {
        case .insertCustomer: insertCustomer()
        case .updateLogin: updateLogin()
        case .changeStatus: changeStatus()
        case .correctEnd: correctEnd()
        case .correctStart: correctStart()
        case .changeProfile: changeProfile()
        case .deleteCustomer: deleteCustomer()
        case .recordStatus: recordStatus()
        case .forgetStatus: forgetStatus()
        case .insertEvents: insertEvents()
        case .bulkLoad: bulkLoad()
        case .correctEvent: correctEvent()
        case .deleteEvent: deleteEvent()
        case .insertTickets: insertTickets()
        case .changeTicket: changeTicket()
        case .correctTicket: correctTicket()
        case .deleteTicket: deleteTicket()
        case .truncateTickets: truncateTickets()
        case .listFeature: listFeature()
        case .unlistFeature: unlistFeature()
        case .addModel: addModel()
        case .insertCampaigns: insertCampaigns()
        case .correctCampaign: correctCampaign()
        case .deleteCampaign: deleteCampaign()
        }
    }

    /// A customer, or now and then somebody who is none.
    mutating func somebody() -> UUID {
        let customers = company.customerIDs
        return customers.isEmpty || random.chance(percent: 4) ? random.pick(strangers) : random.pick(customers)
    }
}
