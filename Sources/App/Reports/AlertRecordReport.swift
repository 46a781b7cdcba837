public import Alerting
import Delivery
public import Domain
import Foundation

/// One alert with everything that happened to it.
public struct AlertRecordReport: Sendable, Hashable {
    public let record: AlertRecord
    public let asOf: Moment

    public init(_ record: AlertRecord, asOf: Moment) { (self.record, self.asOf) = (record, asOf) }
}

extension AlertRecordReport: Report {
    public var page: Page {
        let alert = record.alert
        var page = Page("Alert \(alert.id): \(alert.rule.title)", alert.about)
        page.gap()
        var facts = TextTable(.left(""), .left(""))
        facts.add("State", alert.shownState)
        facts.add("Since", InkedText(NumberText.moment(alert.openedAt)))
        if let customer = alert.customer {
            facts.add("Customer", InkedText("\(customer.shown) (\(customer.id.shown)), \(customer.segment.rawValue)"))
        }
        if alert.state == .firing, alert.answerBy != nil { facts.add("Answer by", alert.shownAnswer(asOf)) }
        if let assignee = alert.assignee { facts.add("Assigned to", InkedText(assignee)) }
        for (name, value) in alert.details.sorted(by: { $0.key < $1.key }) { facts.add(.faint(name), InkedText(value)) }
        page.add(facts)
        page.gap()
        var moves = TextTable(.left("When"), .left("What"), .left("State"), .left("By"), .left("Why"))
        for move in record.moves {
            moves.add(
                InkedText(NumberText.moment(move.at)), InkedText(move.move), .faint(move.to.rawValue), InkedText(move.actor),
                InkedText(move.reason ?? ""))
        }
        page.add(moves)
        page.gap()
        guard !record.messages.isEmpty else {
            page.add(.faint("nobody was told"))
            return page
        }
        var messages = TextTable(.left("Told"), .left("What"), .left("To"), .left("Delivery"), .right("Tries"), .left(""))
        for message in record.messages {
            messages.add(
                InkedText(NumberText.moment(message.createdAt)), InkedText(message.kind),
                InkedText("\(message.channel) \(TargetText.shown(message.target))"),
                InkedText(message.state, message.state == "sent" ? .good : ["failed", "dead"].contains(message.state) ? .bad : .warning),
                InkedText("\(message.attempts.count)"),
                .faint(TargetText.masked(message.lastError ?? "", message.target).truncated(toWidth: 60)))
        }
        page.add(messages)
        return page
    }

    public var json: JSON {
        .object(
            record.alert.members + [
                JSON.Member(
                    "moves",
                    .array(
                        record.moves.map {
                            .object([
                                "at": .from($0.at), "move": .string($0.move), "from": .from($0.from?.rawValue),
                                "to": .string($0.to.rawValue),
                                "actor": .string($0.actor), "reason": .from($0.reason),
                            ])
                        })),
                JSON.Member(
                    "messages",
                    .array(
                        record.messages.map { message in
                            .object([
                                "id": .string(message.id.uuidString.lowercased()), "route": .from(message.routeID),
                                "channel": .string(message.channel), "target": .string(TargetText.shown(message.target)),
                                "kind": .string(message.kind),
                                "state": .string(message.state), "created_at": .from(message.createdAt), "sent_at": .from(message.sentAt),
                                "last_error": .from(message.lastError.map { TargetText.masked($0, message.target) }),
                                "attempts": .array(
                                    message.attempts.map {
                                        .object([
                                            "at": .from($0.at), "milliseconds": .integer(Int64($0.milliseconds)),
                                            "outcome": .string($0.outcome),
                                            "answer": .from($0.answer.map { TargetText.masked($0, message.target) }),
                                        ])
                                    }),
                            ])
                        })),
            ])
    }

    /// The history; the messages are left to JSON.
    public var csv: CSVTable {
        CSVTable(
            ["at", "move", "from", "to", "actor", "reason"],
            rows: record.moves.map { [.csv($0.at), $0.move, .csv($0.from?.rawValue), $0.to.rawValue, $0.actor, .csv($0.reason)] })
    }
}
