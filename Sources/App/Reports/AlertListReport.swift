public import Alerting
public import Domain

/// A page of the ledger of alerts.
public struct AlertListReport: Sendable, Hashable {
    public let list: AlertList
    /// What was asked for.
    public let filter: AlertFilter
    public let asOf: Moment

    public init(_ list: AlertList, of filter: AlertFilter, asOf: Moment) { (self.list, self.filter, self.asOf) = (list, filter, asOf) }
}

extension AlertListReport: Report {
    public var page: Page {
        let counts = AlertState.allCases.compactMap { state in
            list.counts[state].map { "\(NumberText.count($0))\(list.countedInPart.contains(state) ? "+" : "") \(state.rawValue)" }
        }
        let none = filter.isNarrow ? "none like these" : "none yet"
        var page = Page("Alerts", counts.isEmpty ? none : counts.joined(separator: ", "))
        page.gap()
        guard !list.alerts.isEmpty else {
            page.add(.faint("no alert fits"))
            return page
        }
        var table = TextTable(
            .right("No."), .left("Rule"), .left("About"), .right("ARR"), .left("State"), .left("Since"), .left("Answer by"), .left("With"))
        for alert in list.alerts {
            let arr = alert.customer.map { customer in
                page.figure(customer.arr, else: "ARR: not known") { InkedText(NumberText.money($0)) }
            }
            table.add(
                InkedText("\(alert.id)"), InkedText(alert.rule.rawValue), InkedText(alert.about.truncated(toWidth: 40)),
                arr ?? "", alert.shownState, InkedText("\(NumberText.span(from: alert.openedAt, to: asOf))"),
                alert.shownAnswer(asOf), InkedText(alert.assignee ?? ""))
        }
        page.add(table)
        if let next = list.next {
            page.gap()
            page.add(.faint("there are more: --after \(next)"))
        }
        return page
    }

    public var json: JSON {
        .object([
            "as_of": .from(asOf),
            "counts": .object(
                AlertState.allCases.map {
                    JSON.Member($0.rawValue, list.countedInPart.contains($0) ? .null : .integer(Int64(list.counts[$0] ?? 0)))
                }),
            "counts_at_least": .object(AlertState.allCases.map { JSON.Member($0.rawValue, .integer(Int64(list.counts[$0] ?? 0))) }),
            "alerts": .array(list.alerts.map { .object($0.members) }), "next": .from(list.next.map { Int($0) }),
        ])
    }

    public var csv: CSVTable {
        CSVTable(
            [
                "id", "rule", "subject", "customer_id", "name", "segment", "arr", "severity", "state", "opened_at", "fired_at",
                "acknowledged_at", "closed_at", "held_by", "assignee", "answer_by", "escalated_at",
            ],
            rows: list.alerts.map { alert in
                [
                    .csv(alert.id), alert.rule.rawValue, alert.subject, .csv(alert.customer?.id.shown), .csv(alert.customer?.name),
                    .csv(alert.customer?.segment.rawValue), .csv(alert.customer?.arr), alert.severity.rawValue, alert.state.rawValue,
                    .csv(alert.openedAt), .csv(alert.firedAt), .csv(alert.acknowledgedAt), .csv(alert.closedAt), .csv(alert.hold?.rawValue),
                    .csv(alert.assignee), .csv(alert.answerBy), .csv(alert.escalatedAt),
                ]
            })
    }
}

extension Alert {
    var shownState: InkedText {
        let text = hold.map { "\(state.rawValue) (\($0.rawValue))" } ?? state.rawValue
        return InkedText(text, state == .firing ? .bad : state == .acknowledged ? .warning : state == .pending ? .plain : .faint)
    }

    func shownAnswer(_ now: Moment) -> InkedText {
        guard state == .firing, let answerBy else { return "" }
        return isOverdue(at: now)
            ? InkedText("overdue for \(NumberText.span(from: answerBy, to: now))", .bad) : InkedText(NumberText.moment(answerBy))
    }

    var members: [JSON.Member] {
        [
            JSON.Member("id", .integer(id)), JSON.Member("rule", .string(rule.rawValue)), JSON.Member("subject", .string(subject)),
            JSON.Member("severity", .string(severity.rawValue)), JSON.Member("state", .string(state.rawValue)),
            JSON.Member(
                "customer",
                customer.map {
                    .object([
                        "customer_id": .string($0.id.shown), "name": .from($0.name), "segment": .string($0.segment.rawValue),
                        "arr": .from($0.arr),
                    ])
                } ?? .null),
            JSON.Member("opened_at", .from(openedAt)), JSON.Member("fires_at", .from(firesAt)), JSON.Member("fired_at", .from(firedAt)),
            JSON.Member("acknowledged_at", .from(acknowledgedAt)), JSON.Member("closed_at", .from(closedAt)),
            JSON.Member("held_by", .from(hold?.rawValue)), JSON.Member("assignee", .from(assignee)),
            JSON.Member("answer_by", .from(answerBy)), JSON.Member("escalated_at", .from(escalatedAt)),
            JSON.Member("details", .object(details.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) })),
        ]
    }
}
