import Alerting
import Delivery
import Domain
import Foundation

/// The shapes of alerts, and how they are written.
enum AlertSchemas {
    static let all: [(String, Schema)] = [
        ("AlertPage", page), ("Alert", alert), ("AlertRecord", record), ("AlertEvaluation", evaluation),
    ]

    private static let state = Schema.choice(of: AlertState.self)

    private static let members: [(String, Schema)] = [
        ("alert_id", .count), ("rule", .choice(of: AlertRule.self)),
        ("subject", Schema.text.described("`customer:` and the UUID, or the name of a figure.")),
        ("severity", .choice(of: AlertSeverity.self)), ("state", state),
        (
            "customer",
            Schema.object([
                "customer_id": .text, "name": Schema.text.orNull, "segment": .choice(of: Segment.self),
                "arr": Schema.number(from: 0).orNull,
            ]).orNull.described("Null when it is about no customer.")
        ),
        ("assignee", Schema.text.orNull), ("opened_at", .moment), ("fires_at", .moment), ("fired_at", Schema.moment.orNull),
        ("acknowledged_at", Schema.moment.orNull), ("closed_at", Schema.moment.orNull),
        ("answer_by", Schema.moment.orNull.described("Until when somebody should have answered; null where none is asked for.")),
        ("escalated_at", Schema.moment.orNull),
        ("held_by", Schema.text.orNull.described("Why it is not told although its time has come.")),
    ]

    private static let alert = Schema.object(members)

    private static let page = Schema.object([
        "as_of": .moment,
        "counts": Schema.object(AlertState.allCases.map { ($0.rawValue, $0.isOpen ? .count : Schema.count.orNull) })
            .described("How many there are in each state, all other filters obeyed; null of a closed state when not all were counted."),
        "counts_at_least": Schema.object(AlertState.allCases.map { ($0.rawValue, .count) }).described("How many were counted."),
        "next": Schema.text.orNull.described("The cursor of the next page; null on the last."),
        "alerts": .list(of: .named("Alert")),
    ])

    private static let move = Schema.object([
        "at": .moment, "move": .text, "state": state, "actor": .text, "reason": Schema.text.orNull,
    ])

    private static let message = Schema.object([
        "message_id": .uuid, "route_id": Schema.text.orNull, "channel": .text, "kind": .text, "title": .text, "state": .text,
        "created_at": .moment, "sent_at": Schema.moment.orNull,
        "last_error": Schema.text.orNull,
        "attempts": .list(
            of: .object(["at": .moment, "milliseconds": .count, "outcome": .text, "answer": Schema.text.orNull])),
    ])

    private static let evaluation = Schema.object([
        "as_of": .moment, "moves": Schema.anyObject.described("How often each move was made, by its name."),
        "messages": .list(
            of: .object([
                "message_id": .uuid, "kind": .text, "rule": .choice(of: AlertRule.self), "route_id": Schema.text.orNull, "channel": .text,
                "alerts": Schema.count.described("How many it tells of."),
            ])),
    ])

    private static let record = Schema.object(
        members + [
            ("details", Schema.anyObject.described("The figures that raised it, as they were then.")), ("moves", .list(of: move)),
            ("messages", .list(of: message)),
        ])
}

extension AlertList {
    func json(asOf: Moment) -> JSON {
        .object([
            "as_of": .from(asOf),
            "counts": .object(
                AlertState.allCases.map { JSON.Member($0.rawValue, countedInPart.contains($0) ? .null : .from(counts[$0] ?? 0)) }),
            "counts_at_least": .object(AlertState.allCases.map { JSON.Member($0.rawValue, .from(counts[$0] ?? 0)) }),
            "next": .from(next.map { String($0) }),
            "alerts": .array(alerts.map { .object($0.jsonMembers) }),
        ])
    }
}

extension Alert {
    var jsonMembers: [JSON.Member] {
        [
            JSON.Member("alert_id", .integer(id)), JSON.Member("rule", .string(rule.rawValue)), JSON.Member("subject", .string(subject)),
            JSON.Member("severity", .string(severity.rawValue)), JSON.Member("state", .string(state.rawValue)),
            JSON.Member(
                "customer",
                customer.map { customer in
                    .object([
                        "customer_id": .string(customer.id.shown), "name": .from(customer.name),
                        "segment": .string(customer.segment.rawValue),
                        "arr": .from(customer.arr),
                    ])
                } ?? .null),
            JSON.Member("assignee", .from(assignee)), JSON.Member("opened_at", .from(openedAt)), JSON.Member("fires_at", .from(firesAt)),
            JSON.Member("fired_at", .from(firedAt)), JSON.Member("acknowledged_at", .from(acknowledgedAt)),
            JSON.Member("closed_at", .from(closedAt)), JSON.Member("answer_by", .from(answerBy)),
            JSON.Member("escalated_at", .from(escalatedAt)), JSON.Member("held_by", .from(hold?.rawValue)),
        ]
    }
}

extension AlertRecord {
    var json: JSON {
        .object(
            alert.jsonMembers + [
                JSON.Member(
                    "details",
                    .object(
                        alert.details.sorted { $0.key < $1.key }.map { name, text in
                            JSON.Member(name, .string(TargetText.masked(text, alert.details["target"])))
                        })),
                JSON.Member("moves", .array(moves.map { $0.json(target: alert.details["target"]) })),
                JSON.Member("messages", .array(messages.map(\.json))),
            ])
    }
}

extension AlertMove {
    /// - Parameter target: of the alert; addresses are shown up to their hosts.
    fileprivate func json(target: String?) -> JSON {
        .object([
            "at": .from(at), "move": .string(move), "state": .string(to.rawValue), "actor": .string(actor),
            "reason": .from(reason.map { TargetText.masked($0, target) }),
        ])
    }
}

extension AlertRecord.Message {
    /// Without its target, which may be an address that lets whoever knows it write.
    fileprivate var json: JSON {
        .object([
            "message_id": .string(id.uuidString.lowercased()), "route_id": .from(routeID), "channel": .string(channel),
            "kind": .string(kind),
            "title": .string(title), "state": .string(state), "created_at": .from(createdAt),
            "sent_at": .from(sentAt), "last_error": .from(lastError),
            "attempts": .array(
                attempts.map { attempt in
                    .object([
                        "at": .from(attempt.at), "milliseconds": .from(attempt.milliseconds), "outcome": .string(attempt.outcome),
                        "answer": .from(attempt.answer),
                    ])
                }),
        ])
    }
}

extension EvaluationReport {
    func json(asOf: Moment) -> JSON {
        .object([
            "as_of": .from(asOf),
            "moves": .object(moves.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .from($0.value)) }),
            "messages": .array(
                messages.map { message in
                    .object([
                        "message_id": .string(message.id.uuidString.lowercased()), "kind": .string(message.kind),
                        "rule": .string(message.rule.rawValue), "route_id": .from(message.routeID), "channel": .string(message.channel),
                        "alerts": .from(message.alerts),
                    ])
                }),
        ])
    }
}
