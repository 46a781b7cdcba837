import Domain
import Foundation
import Postgres
import Schema

/// The words of a message about one alert or several of a rule.
struct AlertMessage: Sendable {
    let kind: MessageOrder.Kind
    let rule: AlertRule
    /// Those that are shown, the highest revenue first.
    let alerts: [Alert]
    /// How many there are in all.
    let count: Int
    /// What all their customers bring in a year.
    let revenue: Decimal
    let facts: [UUID: CustomerFacts]
    /// Why each ended; of resolved ones.
    let endings: [Int64: String]
    let asOf: Moment
    let escalationHours: String
    /// After how many checks in a row that found it so a degraded system goes up.
    let failures: String
    /// What people did; of escalated ones.
    let deeds: [Int64: AlertDeeds]

    /// A message shows so many of a group.
    static let shown = 10
    /// And so much of what was tried.
    private static let triedShown = 10

    static func fetch(_ matter: MessageOrder.Matter, asOf: Moment, on connection: Connection) async throws -> AlertMessage {
        let first = Array(matter.alerts.prefix(shown))
        let alerts = try await connection.query(
            "SELECT \(Alert.columns) FROM \(Alert.source) WHERE a.alert_id = ANY (\(first)) ORDER BY array_position(\(first), a.alert_id)"
        ).map(Alert.init)
        let row = try await connection.query(
            """
            SELECT COALESCE(sum(u.arr), 0) AS revenue, mainstay.parameter('chairman_escalation_hours') AS hours,
                   mainstay.parameter('max_consecutive_failures') AS failures
              FROM mainstay.alerts AS a JOIN mainstay.users AS u ON u.user_id = a.user_id WHERE a.alert_id = ANY (\(matter.alerts))
            """
        ).first
        let endings = try await connection.query(
            """
            SELECT DISTINCT ON (m.alert_id) m.alert_id, CASE WHEN m.actor IN ('engine', 'evaluation') THEN m.reason
                       ELSE 'closed by ' || m.actor || COALESCE(': ' || m.reason, '') END AS reason
              FROM mainstay.alert_moves AS m WHERE m.alert_id = ANY (\(first)) AND m.to_state = 'resolved' AND m.move = 'resolved'
             ORDER BY m.alert_id, m.move_id DESC
            """
        ).map { row -> (Int64, String) in (try row["alert_id"], try row["reason"]) }
        return AlertMessage(
            kind: matter.kind, rule: matter.rule, alerts: alerts, count: matter.alerts.count, revenue: try row?.decode("revenue") ?? 0,
            facts: try await CustomerFacts.fetch(
                alerts.compactMap { $0.customer?.id.uuid }, withPast: matter.kind == .escalated, asOf: asOf, on: connection),
            endings: Dictionary(uniqueKeysWithValues: endings), asOf: asOf, escalationHours: try row?.decode("hours") ?? "",
            failures: try row?.decode("failures") ?? "",
            deeds: matter.kind == .escalated ? try await AlertDeeds.fetch(first, asOf: asOf, on: connection) : [:])
    }

    var content: MessageContent {
        if count == 1, let alert = alerts.first {
            if let customer = alert.customer { return content(of: alert, customer) }
            return content(of: alert)
        }
        return groupContent
    }

    private func customerFacts(_ alert: Alert) -> CustomerFacts? { alert.customer.flatMap { facts[$0.id.uuid] } }
}

// MARK: One customer

extension AlertMessage {
    private func content(of alert: Alert, _ customer: Alert.Customer) -> MessageContent {
        let facts = customerFacts(alert)
        let status = facts?.status?.rawValue ?? "no longer active"
        let (title, summary) = lines(of: alert, customer, status: status)
        var list = [
            MessageContent.Fact(
                "Customer", customer.name.map { $0.isEmpty ? customer.id.shown : "\($0) (\(customer.id.shown))" } ?? customer.id.shown)
        ]
        if let facts, let score = facts.scoreText { list.append(.init("Score", "\(status), \(score)")) }
        list.append(.init("Revenue", customer.arr.map { "\(NumberText.money($0)) a year" } ?? "not known"))
        list.append(.init("Segment", customer.segment.rawValue))
        if kind != .resolved, let facts {
            list.append(
                .init(
                    "Last activity",
                    facts.lastActivity.map { "\(NumberText.moment($0)), \(NumberText.span(from: $0, to: asOf)) ago" } ?? "never"))
            if let tickets = facts.openTickets { list.append(.init("Open tickets", NumberText.count(tickets))) }
            if kind == .escalated, let renewal = facts.renewal { list.append(.init("Renewal", "\(renewal)")) }
            if kind == .escalated, let email = facts.email { list.append(.init("E-mail", email)) }
        }
        if kind == .fired || kind == .repeated, let answerBy = alert.answerBy {
            list.append(.init("Answer by", NumberText.moment(answerBy)))
        }
        if let assignee = alert.assignee { list.append(.init("Assigned to", assignee)) }
        return MessageContent(
            severity: alert.severity.rawValue, title: title, summary: summary, facts: list,
            sections: kind == .escalated ? past(alert, facts) : [],
            path: "/alerts/\(alert.id)", acknowledges: kind == .resolved ? nil : alert.id)
    }

    private func lines(of alert: Alert, _ customer: Alert.Customer, status: String) -> (title: String, summary: String) {
        let since = NumberText.moment(alert.openedAt)
        let name = customer.shown
        switch (kind, rule) {
        case (.resolved, _):
            let why = endings[alert.id] ?? "the condition is over"
            let title = rule == .criticalCustomer ? "Over: \(name), Critical since \(since)" : "Over: \(rule.title), \(name)"
            return (title, "\(name): \(why). It lasted \(NumberText.span(from: alert.openedAt, to: alert.closedAt ?? asOf)).")
        case (.fired, .criticalCustomer):
            return (
                "Critical: \(name)",
                "\(name) turned Critical at \(since) and has stayed so for \(NumberText.span(from: alert.openedAt, to: asOf))."
            )
        case (.escalated, .criticalCustomer):
            return (
                "Unanswered for \(escalationHours) hours: \(name) is \(status)",
                "\(name) turned Critical at \(since). The team was told at \(alert.firedAt.map(NumberText.moment) ?? since), and nobody has answered since."
            )
        case (.repeated, .criticalCustomer):
            return (
                "Still Critical: \(name)",
                "\(name) turned Critical at \(since), \(NumberText.span(from: alert.openedAt, to: asOf)) ago, and nobody has it in hand."
            )
        case (.repeated, _):
            return ("Still open: \(rule.title), \(name)", "Since \(since): \(alert.details["reason"] ?? status).")
        default:
            return ("\(rule.title): \(name) is \(status)", "\(name) is worth looking after at once: \(alert.details["reason"] ?? status).")
        }
    }

    /// The customer's history, and what was tried.
    private func past(_ alert: Alert, _ facts: CustomerFacts?) -> [MessageContent.Section] {
        [
            Self.section("History", facts?.history ?? [], none: "No change of status is recorded."),
            Self.section("What was tried", tried(alert, facts), none: "No campaign message was sent, and nobody noted anything."),
        ]
    }

    private static func section(_ heading: String, _ past: [CustomerFacts.Past], none: String) -> MessageContent.Section {
        past.isEmpty
            ? .init(heading: heading, paragraphs: [none])
            : .init(heading: heading, items: past.map { .init(title: NumberText.moment($0.at), detail: $0.text, path: nil) })
    }

    /// What was sent to the customer and what people did about the alert, the newest first.
    private func tried(_ alert: Alert, _ facts: CustomerFacts?) -> [CustomerFacts.Past] {
        let all = (facts?.tried ?? []) + (deeds[alert.id]?.noted ?? []) + (deeds[alert.id]?.repeated.map { [$0.past] } ?? [])
        return Array(all.sorted { $0.at > $1.at }.prefix(Self.triedShown))
    }
}

// MARK: One figure

extension AlertMessage {
    private func content(of alert: Alert) -> MessageContent {
        let reason = alert.details["reason"] ?? alert.subject
        let since = NumberText.moment(alert.openedAt)
        let (title, summary) =
            switch kind {
            case .fired: (headline(alert), "\(Self.sentence(reason))")
            case .repeated: ("Still open: \(headline(alert))", "Since \(since): \(reason).")
            case .escalated where rule == .systemDegraded:
                (headline(alert), "\(Self.sentence(reason)) Since \(since). \(checksWords)")
            case .escalated: (headline(alert), "\(Self.sentence(reason)) Since \(since).")
            case .resolved:
                (
                    "Over: \(headline(alert))",
                    "\(Self.sentence(endings[alert.id] ?? "the condition is over")) It lasted \(NumberText.span(from: alert.openedAt, to: alert.closedAt ?? asOf))."
                )
            }
        var list = figures(alert)
        if kind == .fired || kind == .repeated, let answerBy = alert.answerBy {
            list.append(.init("Answer by", answerBy <= asOf ? "at once" : NumberText.moment(answerBy)))
        }
        if let assignee = alert.assignee { list.append(.init("Assigned to", assignee)) }
        return MessageContent(
            severity: alert.severity.rawValue, title: title, summary: summary, facts: list, sections: tried(alert),
            path: "/alerts/\(alert.id)",
            acknowledges: kind == .resolved ? nil : alert.id)
    }

    /// Most of these go up at once, before anybody could do anything.
    private func tried(_ alert: Alert) -> [MessageContent.Section] {
        let tried = tried(alert, nil)
        return tried.isEmpty ? [] : [Self.section("What was tried", tried, none: "")]
    }

    private var checksWords: String {
        failures == "1" ? "The newest check of the system found it so." : "The newest \(failures) checks of the system all found it so."
    }

    private func headline(_ alert: Alert) -> String {
        let details = alert.details
        return switch rule {
        case .npsNegative: "NPS is negative: \(details["nps"] ?? "below 0")"
        case .npsDrop: "NPS fell from \(details["nps_before"] ?? "?") to \(details["nps"] ?? "?") within 30 days"
        case .retentionDecline: "Retention of the cohort \(details["cohort"] ?? "") fell by \(details["decline"] ?? "?") %"
        case .systemDegraded: "The success system is degraded"
        case .crmSyncFailure where details["failed_runs"] == "1": "The newest CRM sync failed"
        case .crmSyncFailure: "\(details["failed_runs"] ?? "Several") CRM syncs in a row failed"
        case .reconcileDifferences: "The reconcile found \(details["differences"] ?? "some") wrong scores"
        case .deliveryFailed: "Messages to \(details["target"] ?? alert.subject) are not delivered"
        default: rule.title
        }
    }

    private func figures(_ alert: Alert) -> [MessageContent.Fact] {
        let names: [(String, String)] = [
            ("nps", "NPS"), ("nps_before", "NPS 30 days before"), ("responses", "Responses"), ("cohort", "Cohort"),
            ("retention", "1-month retention, %"), ("retention_before", "Of the cohort before, %"), ("failed_runs", "Failed in a row"),
            ("error", "Last error"), ("route", "Route"), ("channel", "Channel"), ("differences", "Differences"),
        ]
        return names.compactMap { key, name in alert.details[key].map { .init(name, $0) } }
    }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }
}

// MARK: Several

extension AlertMessage {
    private var groupContent: MessageContent {
        let number = NumberText.count(count)
        let isOfCustomers = alerts.contains { $0.customer != nil }
        let title =
            switch (kind, rule) {
            case (.fired, .criticalCustomer): "\(number) customers turned Critical"
            case (.repeated, .criticalCustomer): "\(number) customers are still Critical, unanswered"
            case (.escalated, .criticalCustomer): "\(number) Critical customers unanswered for \(escalationHours) hours"
            case (.resolved, .criticalCustomer): "Over: \(number) customers are no longer Critical"
            case (.fired, .highValueAtRisk), (.escalated, .highValueAtRisk): "\(number) high-value customers at risk"
            case (.resolved, _): "Over: \(rule.title), \(number) alerts"
            case (.repeated, _): "Still open: \(rule.title), \(number) alerts"
            default: "\(rule.title): \(number) alerts"
            }
        let summary =
            isOfCustomers
            ? "Together they bring \(NumberText.money(revenue)) a year."
                + (count > alerts.count ? " The \(alerts.count) with the highest revenue are listed." : "")
            : "One after the other:"
        let items = alerts.map { alert in
            MessageContent.Item(
                title: alert.customer?.shown ?? headline(alert), detail: detail(alert),
                path: "/alerts/\(alert.id)")
        }
        let state = kind == .resolved ? "resolved" : "firing"
        return MessageContent(
            severity: alerts.first?.severity.rawValue ?? "medium", title: title, summary: summary,
            sections: [.init(heading: isOfCustomers ? "By revenue" : "Alerts", items: items)], unlisted: count - alerts.count,
            path: "/alerts?rule=\(rule.rawValue)&state=\(state)")
    }

    private func detail(_ alert: Alert) -> String {
        if kind == .resolved { return endings[alert.id] ?? "the condition is over" }
        guard let customer = alert.customer else { return alert.details["reason"] ?? alert.subject }
        let facts = customerFacts(alert)
        var parts = [customer.arr.map { "\(NumberText.money($0)) a year" } ?? "revenue not known", customer.segment.rawValue]
        if let score = facts?.scoreText { parts.append(score) }
        if kind == .escalated, let facts {
            if let newest = facts.history.first { parts.append("since \(NumberText.moment(newest.at)) \(newest.text)") }
            let tried = (facts.tried + (deeds[alert.id]?.noted ?? [])).sorted { $0.at > $1.at }
            parts.append(
                tried.first.map {
                    "tried \(tried.count == 1 ? "once" : "\(tried.count) times"), last at \(NumberText.moment($0.at)): \($0.text)"
                }
                    ?? "nothing was tried")
            if let repeated = deeds[alert.id]?.repeated { parts.append(repeated.past.text) }
        }
        return parts.joined(separator: "; ")
    }
}
