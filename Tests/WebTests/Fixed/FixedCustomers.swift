import Dashboards
import Domain
import Foundation
import Hummingbird
import HummingbirdTesting
import Synchronization
import Web

@testable import CustomerMetrics

/// One customer whose texts the test chooses, and a list of as many as it likes.
final class FixedCustomers: CustomerSource {
    let asked = Mutex<[CustomerQuery]>([])
    private let text: String
    private let count: Int
    private let cursorError: CustomerCursorError?

    init(text: String = "Acme Ltd", count: Int = 3, cursorError: CustomerCursorError? = nil) {
        (self.text, self.count, self.cursorError) = (text, count, cursorError)
    }

    /// Pages are cut by number, so that a test can tell them apart.
    func page(_ query: CustomerQuery, now: Moment) async throws -> CustomerPage {
        asked.withLock { $0.append(query) }
        if let cursorError { throw cursorError }
        let start = query.cursor.flatMap(Int.init) ?? 0
        let end = min(start + query.limit, count)
        return CustomerPage(
            asOf: now,
            entries: (start..<max(start, end)).map { number in
                CustomerPage.Entry(
                    customer: customer("c\(number)"), score: number % 101, status: HealthStatus.allCases[number % 3],
                    change: number % 2 == 0 ? -number : nil, lastActivity: number % 3 == 0 ? nil : now.adding(days: -Int64(number)))
            },
            total: count > 10_000 ? .atLeast(10_000) : .exactly(count), next: end < count ? "\(end)" : nil,
            previous: start > 0 ? "\(max(0, start - query.limit))" : nil)
    }

    func profile(_ id: String, asOf: Moment) async throws -> CustomerProfile {
        try check(id)
        return CustomerProfile(
            asOf: asOf, customer: customer(id), createdAt: Then.now.adding(days: -300),
            renewalDate: CivilDate(year: 2026, month: 12, day: 31),
            standing: id == "gone" ? .ended(at: Then.now.adding(days: -3), status: text) : .active(since: Then.now.adding(days: -300)),
            score: id == "gone" ? nil : score(total: 62), model: model,
            nextChange: .init(moment: Then.now.adding(days: 4), inactiveDays: 7, engagement: 20, total: 52, status: .atRisk),
            history: [.init(moment: Then.now.adding(days: -30), total: 70), .init(moment: Then.now.adding(days: -3), total: nil)],
            events: [.init(moment: Then.now.adding(days: -3), type: text, feature: text)], tickets: [ticket],
            surveys: [
                .init(deployedAt: Then.now.adding(days: -9), answeredAt: nil, score: nil, category: nil, feedback: nil),
                .init(deployedAt: nil, answeredAt: Then.now.adding(days: -8), score: 9, category: "promoter", feedback: text),
            ],
            campaigns: [
                .init(
                    type: .winBack, sentAt: Then.now.adding(days: -40), openedAt: nil, clickedAt: nil, respondedAt: nil, scoreBefore: 31,
                    scoreAfter: nil)
            ])
    }

    func history(_ id: String, from: Moment, to: Moment) async throws -> ScoreHistory {
        try check(id)
        return ScoreHistory(
            customer: customer(id), from: from, to: to,
            steps: id == "gone"
                ? []
                : [
                    .init(moment: from, score: score(total: 70)), .init(moment: from.adding(days: 1), score: nil),
                    .init(moment: from.adding(days: 2), score: score(total: 62, version: 2)),
                ],
            modelChanges: [.init(moment: from.adding(days: 2), version: 2)])
    }

    func explanation(_ id: String, from: Moment, to: Moment) async throws -> Explanation {
        try check(id)
        let recency = { (moment: Moment?, at: Moment) in ScoreCause.Recency(lastActivity: moment, at: at, bandDays: [1, 7, 30]) }
        return Explanation(
            customer: customer(id), from: from, to: to, before: score(total: 70), after: score(total: 62, version: 2),
            parts: [
                .init(
                    component: .engagement, behaviourPoints: -10, modelPoints: 0,
                    causes: [.activity(before: recency(from, from), after: recency(nil, to)), .unnamedFeaturesAdopted(2)]),
                .init(component: .support, behaviourPoints: 0, modelPoints: 0, causes: [.ticketOpened(ticket), .ticketClosed(ticket)]),
                .init(
                    component: .value, behaviourPoints: 0, modelPoints: 2,
                    causes: [
                        .featureAdopted(text, at: to, isCore: true),
                        .modelChanged([.init(name: "max_value_points", before: 30, after: 40)]),
                    ]),
            ],
            modelChanges: [.init(name: "max_value_points", before: 30, after: 40)],
            standingChanges: [.init(moment: to, isActive: false, status: text)])
    }

    func timeline(_ id: String, kind: CustomerTimeline.Kind?, asOf: Moment, limit: Int) async throws -> CustomerTimeline {
        try check(id)
        let happenings: [CustomerTimeline.Entry.Happening] = [
            .event(type: text, feature: text), .event(type: "feature_adopted", feature: nil),
            .ticketOpened(shown: text, subject: text, category: text), .ticketClosed(shown: "T-1", subject: nil, category: nil),
            .surveyDeployed,
            .surveyAnswered(score: 3, category: "detractor", feedback: text), .campaignSent(.atRisk), .campaignResponded(.critical),
        ]
        let entries = happenings.enumerated().map { CustomerTimeline.Entry(moment: asOf.adding(days: -Int64($0)), happening: $1) }
        return CustomerTimeline(
            customer: customer(id), asOf: asOf, kind: kind, entries: entries.filter { kind == nil || $0.kind == kind }, hasMore: true)
    }

    // MARK: Parts

    private func check(_ id: String) throws {
        if id == "nobody" { throw CustomerLookupError.noCustomer(id) }
        if id == "twice" {
            throw CustomerLookupError.severalCustomers(id, [UUID(uuidString: "6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a11") ?? UUID()])
        }
    }

    private func customer(_ id: String) -> Customer {
        Customer(
            id: CustomerID(source: id), name: text, email: "\(text)@example.com", segment: .enterprise, arr: Decimal(string: "48000.50"))
    }

    private func score(total: Int, version: Int = 1) -> Score {
        Score(
            engagement: total - 32, support: 20, value: 12, total: total, status: total >= 70 ? .healthy : .atRisk,
            inputs: .init(lastActivity: Then.now.adding(days: -3), openTickets: 1, adoptedFeatures: 2, coreFeatureAdopted: true),
            modelVersion: version)
    }

    private var ticket: Ticket {
        Ticket(
            id: UUID(uuidString: "6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a12") ?? UUID(), externalID: "T-1", subject: text, category: text,
            openedAt: Then.now.adding(days: -5), closedAt: nil, isOpen: true)
    }

    private var model: HealthModel {
        HealthModel(
            version: 1,
            values: [
                "engagement_weight": 40, "support_weight": 30, "value_weight": 30, "active_login_days": 1, "active_engagement_points": 40,
                "moderate_login_days": 7, "moderate_engagement_points": 30, "low_login_days": 30, "low_engagement_points": 20,
                "max_support_points": 30, "ticket_penalty": 10, "min_support_points": 0, "points_per_feature": 5, "core_feature_bonus": 3,
                "max_value_points": 30, "healthy_threshold": 70, "at_risk_threshold": 40,
            ])
    }
}

/// Answers every question with figures, or with nothing known.
struct FixedMetrics: MetricSource {
    var isEmpty = false

    func answer(_ question: MetricQuestion, asOf: Moment) async throws -> JSON {
        let rate = isEmpty ? Rate(part: 0, whole: 0, percent: nil) : Rate(part: 1, whole: 3, percent: Decimal(string: "33.33"))
        let percent = rate.percent
        switch question {
        case .health:
            return HealthSummary(
                asOf: asOf, modelVersion: 1, customers: rate.whole, averageScore: percent, healthy: rate, atRisk: rate, critical: rate,
                target: 70,
                onTarget: isEmpty ? nil : false
            ).json
        case .retention(let definition):
            return Retention(
                asOf: asOf, definition: definition,
                cohorts: [
                    .init(month: Month(containing: asOf), size: 3, retained: [isEmpty ? nil : 1, nil, nil], rates: [percent, nil, nil])
                ],
                overall: [rate, rate, rate], monthOverMonthDecline: isEmpty ? nil : -4, targets: [85, 70, 60], baseline: percent,
                declineAlert: 15
            ).json
        case .nps(let windowDays):
            let figure = NPS.Figure(
                responses: rate.whole, score: nil, provisionalScore: isEmpty ? nil : -40,
                interval: isEmpty ? nil : .init(low: -90, high: 12))
            return NPS(
                asOf: asOf, windowDays: windowDays, minimumResponses: 100, figure: figure, promoters: rate, passives: rate,
                detractors: rate,
                responseRate: rate, segments: isEmpty ? [] : [.init(segment: .free, figure: figure)], months: [], target: 30, excellent: 50,
                targetResponseRate: 20
            ).json
        case .campaigns:
            return CampaignEffectiveness(
                asOf: asOf, windowDays: 90,
                campaigns: CampaignType.allCases.map {
                    .init(
                        type: $0, sent: 3, opened: rate, clicked: rate, responded: rate, matured: 1, pending: 2, recovered: rate,
                        recoveredToHealthy: rate, converted: $0 == .winBack ? rate : nil)
                }
            ).json
        case .system:
            return SystemHealth(
                asOf: asOf, status: .warning, reasons: ["CRM sync failed"], lastHealthScoreUpdate: isEmpty ? nil : asOf,
                hoursSinceLastUpdate: percent,
                crm: .init(isConfigured: true, successful: 1, failed: 2, successRate: rate), activeCampaigns: 1, pausedCampaigns: 0,
                surveysDeployed: 4, uptimePercent: percent, freshness: .init(p50: percent, p95: percent, p99: nil), targetUptime: 99,
                reachesTargetUptime: percent.map { $0 >= 99 }
            ).json
        case .segments:
            return SegmentHealth(
                asOf: asOf,
                segments: isEmpty
                    ? []
                    : [
                        .init(
                            segment: .basic, customers: 3, averageScore: percent, healthy: rate, atRisk: rate, critical: rate, arr: 100,
                            arrAtRisk: 0, arrUnknown: 0, arrAtRiskUnknown: 0)
                    ]
            ).json
        }
    }
}

struct FixedLive: LiveSource {
    let list: [LiveFigures]

    func figures() async -> AsyncStream<LiveFigures> {
        AsyncStream { continuation in
            for figures in list { continuation.yield(figures) }
            continuation.finish()
        }
    }
}

extension FixedSite {
    /// The site with customers, metrics and live figures.
    func test(
        customers: any CustomerSource = FixedCustomers(), metrics: any MetricSource = FixedMetrics(),
        live: any LiveSource = FixedLive(list: []),
        _ body: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await Application(router: WebApplication.router(dependencies(customers: customers, metrics: metrics, live: live))).test(
            .router, body)
    }

    func dependencies(
        customers: any CustomerSource = FixedCustomers(), metrics: any MetricSource = FixedMetrics(),
        live: any LiveSource = FixedLive(list: [])
    ) -> WebDependencies {
        WebDependencies(
            dashboards: dashboards, customers: customers, alerts: alerts, gates: gates, reports: reports, links: FixedAlerts.links,
            metrics: metrics, live: live,
            gate: gate, readiness: { .ready },
            clock: StandingClock(),
            options: options)
    }
}
