import CustomerMetrics
import Dashboards
import Domain
import Hummingbird
import HummingbirdTesting
import Synchronization
import Web

/// Moments of the tests.
enum Then {
    static let now = Moment(microseconds: 1_793_523_600_000_000)  // 2026-11-01T09:00:00Z
    static let night = now.adding(seconds: -7 * 3_600)
}

struct StandingClock: MomentSource {
    var now: Moment { Then.now }
}

/// Snapshots in memory.
actor FixedDashboards: DashboardSource {
    private var snapshots: [DashboardSnapshot]
    /// What the next ``take(_:now:)`` meets.
    private var isTaking = false
    private var failure: (any Error)?
    private(set) var takes: [DashboardName] = []

    init(_ snapshots: [DashboardSnapshot] = DashboardName.allCases.enumerated().map { SampleDashboards.snapshot($1, id: Int64($0 + 1)) }) {
        self.snapshots = snapshots
    }

    func beTaking() { isTaking = true }

    /// What every question meets from now on.
    func fail(with error: any Error) { failure = error }

    func snapshot(_ name: DashboardName, asOf: Moment?) async throws -> DashboardSnapshot? {
        if let failure { throw failure }
        return snapshots.filter { each in each.dashboard.name == name && (asOf.map { each.dashboard.asOf <= $0 } ?? true) }
            .max { $0.dashboard.asOf < $1.dashboard.asOf }
    }

    func snapshots(_ name: DashboardName, limit: Int) async throws -> [SnapshotHeader] {
        snapshots.filter { $0.dashboard.name == name }.sorted { $0.dashboard.asOf > $1.dashboard.asOf }.prefix(limit).map { snapshot in
            SnapshotHeader(
                id: snapshot.id, name: name, asOf: snapshot.dashboard.asOf, takenAt: snapshot.dashboard.takenAt, reason: .scheduled)
        }
    }

    func take(_ name: DashboardName, now: Moment) async throws -> DashboardSnapshot {
        if isTaking { throw SnapshotError.beingTaken(name) }
        takes.append(name)
        let snapshot = SampleDashboards.snapshot(name, id: Int64(100 + takes.count), asOf: now)
        snapshots.append(snapshot)
        return snapshot
    }
}

/// Knows people by the text in their cookie.
final class FixedGate: AccessGate {
    let isOpen: Bool
    private let people: [String: Who]
    private let tokens: [String: Who]
    private let outcome: SignInOutcome
    private let anybody: Bool
    let ended = Mutex<[String]>([])
    let addresses = Mutex<[String]>([])

    init(
        people: [String: Who] = FixedGate.everyRole, tokens: [String: Who] = [:], outcome: SignInOutcome = .refused, anybody: Bool = true,
        isOpen: Bool = false
    ) {
        (self.people, self.tokens, self.outcome, self.anybody, self.isOpen) = (people, tokens, outcome, anybody, isOpen)
    }

    /// One person for each role, whose session is named like the role.
    static let everyRole = Dictionary(
        uniqueKeysWithValues: Role.allCases.map { role in
            (
                role.rawValue,
                Who(name: "Person \(role.rawValue)", role: role, kind: .session(id: role.rawValue, csrf: "csrf-of-\(role.rawValue)"))
            )
        })

    func hasUsers() async throws -> Bool { anybody }

    func who(session: String?, demoRole: Role?, now: Moment) async throws -> Who? {
        if isOpen { return Who(name: "Visitor", role: demoRole ?? .admin, kind: .demo(csrf: "csrf-of-demo")) }
        return session.flatMap { people[$0] }
    }

    func who(token: String, now: Moment) async throws -> Who? { tokens[token] }

    func signIn(name: String, password: String, address: String, replacing former: String?, now: Moment) async throws -> SignInOutcome {
        addresses.withLock { $0.append(address) }
        return outcome
    }

    func signOut(session: String, address: String, now: Moment) async throws { ended.withLock { $0.append(session) } }
}

/// Fails whatever touches it.
struct Untouched: CustomerSource, MetricSource, LiveSource {
    struct Touched: Error {}

    func page(_ query: CustomerQuery, now: Moment) async throws -> CustomerPage { throw Touched() }
    func profile(_ id: String, asOf: Moment) async throws -> CustomerProfile { throw Touched() }
    func history(_ id: String, from: Moment, to: Moment) async throws -> ScoreHistory { throw Touched() }
    func explanation(_ id: String, from: Moment, to: Moment) async throws -> Explanation { throw Touched() }
    func timeline(_ id: String, kind: CustomerTimeline.Kind?, asOf: Moment, limit: Int) async throws -> CustomerTimeline { throw Touched() }
    func answer(_ question: MetricQuestion, asOf: Moment) async throws -> JSON { throw Touched() }
    func figures() async -> AsyncStream<LiveFigures> { AsyncStream { $0.finish() } }
}

/// The whole site on fixed sources, asked at the router.
struct FixedSite {
    var dashboards = FixedDashboards()
    var gate = FixedGate()
    var options = WebOptions()
    var alerts = FixedAlerts()
    var gates = FixedGates()
    var reports = FixedReports()

    func test(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let dependencies = WebDependencies(
            dashboards: dashboards, customers: Untouched(), alerts: alerts, gates: gates, reports: reports, links: FixedAlerts.links,
            metrics: Untouched(),
            live: Untouched(), gate: gate, readiness: { .ready },
            clock: StandingClock(), options: options)
        try await Application(router: WebApplication.router(dependencies)).test(.router, body)
    }
}

extension HTTPFields {
    /// A signed-in visitor's.
    static func session(_ name: String) -> HTTPFields { [.cookie: "mainstay-session=\(name)"] }

    static func session(_ role: Role) -> HTTPFields { session(role.rawValue) }

    /// The same with a form.
    func withForm() -> HTTPFields {
        var fields = self
        fields[.contentType] = "application/x-www-form-urlencoded"
        return fields
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
