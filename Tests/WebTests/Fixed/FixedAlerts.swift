import Access
import Domain
import Foundation
import Synchronization

@testable import Alerting
@testable import Web

/// Alerts in memory: 1 fires for a customer, 2 is acknowledged and about the system, 3 waits, 4 is over.
final class FixedAlerts: AlertSource {
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

    /// - Parameter text: in every place where people write.
    init(text: String = "Acme", answerBy: Moment = Then.now.adding(seconds: 3 * 3_600)) {
        self.text = text
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
                    state: "sent", createdAt: alert.openedAt, sentAt: alert.openedAt, lastError: nil,
                    attempts: [AlertRecord.Attempt(at: alert.openedAt, milliseconds: 120, outcome: "sent", answer: text)]),
                AlertRecord.Message(
                    id: CustomerID(source: "n").uuid, routeID: "hook", channel: "webhook", target: "https://key@hooks.example/T0/secret",
                    kind: "fired", state: "undeliverable", createdAt: alert.openedAt, sentAt: nil, lastError: nil, attempts: []),
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
        return AlertList(alerts: page, counts: counts, next: fitting.count > page.count ? page.last?.id : nil)
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

    func silences(now: Moment) async throws -> [Silence] {
        [
            Silence(
                id: 7, rule: .npsDrop, segment: nil, customer: CustomerID(source: text), since: now, until: now.adding(days: 2),
                madeBy: "user:\(text)", why: text, endedAt: nil, endedBy: nil)
        ]
    }

    func silence(_ wish: SilenceWish, by actor: String, now: Moment) async throws {
        if wish.customer == "nobody" { throw AlertError.customerUnknown("nobody") }
        silenced.withLock { $0.append(wish) }
    }

    func endSilence(_ id: Int64, by actor: String, now: Moment) async throws {
        if id != 7 { throw AlertError.silenceUnknown(id) }
    }
}
