import Access
import Domain
import Foundation
import Synchronization

@testable import Alerting
@testable import Delivery
@testable import Web

/// Alerts in memory: 1 fires for a customer, 2 is acknowledged and about the system, 3 waits, 4 is over.
final class FixedAlerts: AlertSource, RouteSource, DeliverySource {
    /// A test's own.
    static let links: SignedLinks = {
        guard let links = SignedLinks(key: String(repeating: "k", count: 32)) else { preconditionFailure("a key of 32 bytes is one") }
        return links
    }()

    struct Performed: Hashable {
        let act: AlertAct
        let id: Int64
        let actor: String
    }

    let performed = Mutex<[Performed]>([])
    let asked = Mutex<[AlertQuery]>([])
    let silenced = Mutex<[SilenceWish]>([])
    private let records: Mutex<[Int64: AlertRecord]>
    private let text: String
    private let countedInPart: Set<AlertState>

    /// - Parameters:
    ///   - text: in every place where people write.
    ///   - countedInPart: the states of which there are too many to count.
    init(
        text: String = "Acme", answerBy: Moment = Then.now.adding(seconds: 3 * 3_600), countedInPart: Set<AlertState> = []
    ) {
        (self.text, self.countedInPart) = (text, countedInPart)
        let customer = Alert.Customer(id: CustomerID(source: "acme"), name: text, segment: .enterprise, arr: 48_000)
        let alerts = [
            Self.alert(1, .criticalCustomer, .high, .firing, customer, answerBy: answerBy, text: text),
            Self.alert(2, .systemDegraded, .medium, .acknowledged, nil, assignee: text, text: text),
            Self.alert(3, .criticalCustomer, .high, .pending, customer, text: text),
            Self.alert(4, .criticalCustomer, .high, .resolved, customer, text: text),
        ]
        records = Mutex(
            Dictionary(uniqueKeysWithValues: alerts.map { alert in (alert.id, Self.record(alert, text: text)) }))
    }

    private static func alert(
        _ id: Int64, _ rule: AlertRule, _ severity: AlertSeverity, _ state: AlertState, _ customer: Alert.Customer?,
        answerBy: Moment? = nil, assignee: String? = nil, text: String
    ) -> Alert {
        let opened = Then.now.adding(seconds: -3_600)
        return Alert(
            id: id, rule: rule, subject: customer.map { "customer:\($0.id.uuid)" } ?? "system", severity: severity, state: state,
            customer: customer, openedAt: opened, firesAt: opened.adding(seconds: 1_800),
            firedAt: state == .pending ? nil : opened.adding(seconds: 1_800),
            acknowledgedAt: state == .acknowledged ? opened.adding(seconds: 2_400) : nil,
            closedAt: state.isOpen ? nil : Then.now.adding(seconds: -60), hold: nil, assignee: assignee, answerBy: answerBy,
            escalatedAt: nil, lastToldAt: nil, details: ["score": "31", "score_before": "47", "why": text])
    }

    private static func record(_ alert: Alert, text: String) -> AlertRecord {
        AlertRecord(
            alert: alert,
            moves: [
                AlertMove(at: alert.openedAt, move: "opened", from: nil, to: .pending, actor: "engine", reason: nil),
                AlertMove(at: alert.openedAt, move: "commented", from: .pending, to: .pending, actor: "user:\(text)", reason: text),
            ],
            messages: [
                AlertRecord.Message(
                    id: CustomerID(source: "m").uuid, routeID: "critical", channel: "slack", target: "#\(text)", kind: "fired",
                    title: "Critical: \(text)", state: "sent", createdAt: alert.openedAt, sentAt: alert.openedAt, lastError: nil,
                    attempts: [AlertRecord.Attempt(at: alert.openedAt, milliseconds: 120, outcome: "sent", answer: text)]),
                AlertRecord.Message(
                    id: CustomerID(source: "n").uuid, routeID: "hook", channel: "webhook", target: "https://key@hooks.example/T0/secret",
                    kind: "fired", title: "Critical: \(text)", state: "undeliverable", createdAt: alert.openedAt, sentAt: nil,
                    lastError: nil, attempts: []),
            ])
    }

    func list(_ query: AlertQuery) async throws -> AlertList {
        asked.withLock { $0.append(query) }
        let all = records.withLock { $0.values.map(\.alert) }.sorted { $0.id < $1.id }
            .filter { query.filter.rules?.contains($0.rule) ?? true }
        let counts = Dictionary(grouping: all, by: \.state).mapValues(\.count)
        let fitting = all.filter { query.filter.states.isEmpty || query.filter.states.contains($0.state) }
            .filter { $0.id > query.after ?? 0 }
        let page = Array(fitting.prefix(query.limit))
        return AlertList(
            alerts: page, counts: counts, countedInPart: countedInPart, next: fitting.count > page.count ? page.last?.id : nil)
    }

    func record(_ id: Int64) async throws -> AlertRecord? { records.withLock { $0[id] } }

    func perform(_ act: AlertAct, on id: Int64, by actor: String, now: Moment) async throws {
        try records.withLock { records in
            guard let record = records[id] else { throw AlertError.alertUnknown(id) }
            let alert = record.alert
            guard alert.state.isOpen else { throw AlertError.alertClosed(id, alert.state) }
            guard case .acknowledge = act else { return }
            let moved = Alert(
                id: id, rule: alert.rule, subject: alert.subject, severity: alert.severity, state: .acknowledged, customer: alert.customer,
                openedAt: alert.openedAt, firesAt: alert.firesAt, firedAt: alert.firedAt, acknowledgedAt: now, closedAt: nil, hold: nil,
                assignee: alert.assignee, answerBy: alert.answerBy, escalatedAt: nil, lastToldAt: nil, details: alert.details)
            records[id] = AlertRecord(
                alert: moved,
                moves: record.moves + [
                    AlertMove(at: now, move: "acknowledged", from: .firing, to: .acknowledged, actor: actor, reason: nil)
                ], messages: record.messages)
        }
        performed.withLock { $0.append(Performed(act: act, id: id, actor: actor)) }
    }

    func evaluate(now: Moment) async throws -> EvaluationReport {
        EvaluationReport(
            moves: ["fired": 2],
            messages: [
                EvaluationReport.Message(
                    id: CustomerID(source: "m").uuid, kind: "fired", rule: .criticalCustomer, routeID: "critical", channel: "slack",
                    target: "#urgent", alerts: 2)
            ])
    }

    func newestSilences() async throws -> [Silence] { try await silences(now: Then.now) }

    func silences(now: Moment) async throws -> [Silence] {
        [
            Silence(
                id: 7, rule: .npsDrop, segment: nil, customer: CustomerID(source: text), since: now, until: now.adding(days: 2),
                madeBy: "user:\(text)", why: text, endedAt: nil, endedBy: nil)
        ]
    }

    func silence(_ wish: SilenceWish, by actor: String, now: Moment) async throws -> Silence {
        guard wish.rule != nil || wish.segment != nil || wish.customer != nil else { throw AlertError.silenceTooWide }
        if wish.customer == "nobody" { throw AlertError.customerUnknown("nobody") }
        guard wish.until > now else { throw AlertError.silenceOver(until: wish.until) }
        silenced.withLock { $0.append(wish) }
        return Silence(
            id: 8, rule: wish.rule, segment: wish.segment, customer: wish.customer.map { CustomerID(source: $0) }, since: now,
            until: wish.until, madeBy: actor, why: wish.why, endedAt: nil, endedBy: nil)
    }

    func endSilence(_ id: Int64, by actor: String, now: Moment) async throws -> Silence {
        guard id == 7, let silence = try await silences(now: now).first else { throw AlertError.silenceUnknown(id) }
        return silence
    }

    // MARK: Routes

    let edited = Mutex<[String: RouteEdit]>([:])
    /// `route-test critical by token:bot`, as the audit log would have it.
    let audited = Mutex<[String]>([])

    func routes() async throws -> [RouteStanding] {
        let critical = Route(
            id: "critical", rule: .criticalCustomer, severity: nil, segment: nil, purpose: .alert, channel: .slack,
            target: "parameter:critical_slack_channel", answerWithin: "parameter:critical_response_hours", repeatHours: 24, isEnabled: true)
        let hook = Route(
            id: "hook", rule: .systemDegraded, severity: nil, segment: .enterprise, purpose: .escalation, channel: .webhook,
            target: "https://key@hooks.example/T0/secret", answerWithin: nil, repeatHours: nil, isEnabled: false)
        let added = edited.withLock { $0 }.map { id, edit in
            Route(
                id: id, rule: edit.rule ?? .npsDrop, severity: edit.severity ?? nil, segment: edit.segment ?? nil,
                purpose: edit.purpose ?? .alert, channel: edit.channel ?? .slack, target: edit.target ?? "",
                answerWithin: edit.answerWithin ?? nil, repeatHours: edit.repeatHours ?? nil, isEnabled: edit.isEnabled ?? true)
        }
        return [
            RouteStanding(route: critical, leadsTo: "#\(text)", answerHours: 24),
            RouteStanding(route: hook, leadsTo: hook.target, answerHours: nil),
        ] + added.map { RouteStanding(route: $0, leadsTo: $0.target, answerHours: nil) }
    }

    func setRoute(_ id: String, _ edit: RouteEdit, by actor: String, why: String?, now: Moment) async throws -> Route {
        if edit.target == "nowhere" { throw AlertError.routeValue(name: "target", value: "nowhere", wanted: "a Slack channel") }
        edited.withLock { $0[id] = edit }
        audited.withLock { $0.append("route \(id) by \(actor)") }
        guard let route = try await routes().first(where: { $0.route.id == id }) else { throw AlertError.routeUnknown(id) }
        return route.route
    }

    func resetRoute(_ id: String, by actor: String, why: String?, now: Moment) async throws -> Route? {
        if edited.withLock({ $0.removeValue(forKey: id) }) != nil { return nil }
        guard let route = try await routes().first(where: { $0.route.id == id }) else { throw AlertError.routeUnknown(id) }
        return route.route
    }

    func testRoute(_ id: String, by actor: AuditActor, now: Moment) async throws -> RouteTest? {
        guard let route = try await routes().first(where: { $0.route.id == id && $0.route.isEnabled }) else { return nil }
        audited.withLock { $0.append("test \(id) by \(actor.name ?? "nobody")") }
        return RouteTest(
            channel: route.route.channel.rawValue, target: route.leadsTo, outcome: "failed", answer: "no channel is set up for \(text)")
    }

    // MARK: Messages

    static let givenUp = CustomerID(source: "n").uuid
    static let ofSystem = CustomerID(source: "s").uuid

    private func all() -> [Delivery] {
        [
            Delivery(
                id: Self.givenUp, number: 2, route: "hook", channel: "webhook", target: "https://key@hooks.example/T0/secret",
                kind: "fired",
                rule: "critical_customer", title: "Critical: \(text)", state: .failed, createdAt: Then.night, nextTryAt: Then.now,
                attemptCount: 1, sentAt: nil, lastError: "404 from https://key@hooks.example/T0/secret: \(text)"),
            Delivery(
                id: Self.ofSystem, number: 1, route: "system", channel: "slack", target: "#ops", kind: "fired", rule: "system_degraded",
                title: "The system is degraded", state: .undeliverable, createdAt: Then.night, nextTryAt: Then.now, attemptCount: 0,
                sentAt: nil, lastError: nil),
        ]
    }

    func deliveries(_ query: DeliveryQuery) async throws -> DeliveryList {
        let seen = all().filter { query.rules?.contains($0.rule) ?? true }
        let fitting = seen.filter { query.states.isEmpty || query.states.contains($0.state) }.filter { $0.number < query.before ?? .max }
        let page = Array(fitting.prefix(query.limit))
        return DeliveryList(
            deliveries: page, next: fitting.count > page.count ? page.last?.number : nil,
            counts: Dictionary(grouping: seen, by: \.state).mapValues(\.count))
    }

    func delivery(_ id: UUID) async throws -> DeliveryRecord? {
        all().first { $0.id == id }.map { delivery in
            DeliveryRecord(
                delivery: delivery,
                attempts: [Delivery.Attempt(startedAt: Then.night, milliseconds: 80, outcome: "failed", answer: delivery.lastError)])
        }
    }

    func retryDelivery(_ id: UUID, by actor: AuditActor, now: Moment) async throws {
        guard id == Self.givenUp else { throw DeliveryError.notGivenUp(id, .undeliverable) }
        audited.withLock { $0.append("retry by \(actor.name ?? "nobody")") }
    }
}
