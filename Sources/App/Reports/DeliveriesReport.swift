public import Delivery
public import Domain
import Foundation

/// Messages, the newest first.
public struct DeliveriesReport: Sendable, Hashable {
    public let deliveries: [Delivery]

    public init(_ deliveries: [Delivery]) { self.deliveries = deliveries }
}

extension DeliveriesReport: Report {
    public var page: Page {
        var page = Page("Deliveries")
        page.gap()
        guard !deliveries.isEmpty else {
            page.add(.faint("no message fits"))
            return page
        }
        var table = TextTable(.left("Message"), .left("Made"), .left("To"), .left("What"), .left("State"), .left(""))
        for delivery in deliveries {
            table.add(
                InkedText(delivery.idText), InkedText(NumberText.moment(delivery.createdAt)),
                InkedText("\(delivery.channel) \(TargetText.shown(delivery.target))".truncated(toWidth: 36)),
                InkedText("\(delivery.kind): \(delivery.title)".truncated(toWidth: 44)), delivery.shownState,
                .faint((delivery.shownError ?? "").truncated(toWidth: 60)))
        }
        page.add(table)
        return page
    }

    public var json: JSON { .array(deliveries.map { .object($0.members) }) }

    public var csv: CSVTable {
        CSVTable(
            [
                "id", "route", "channel", "target", "kind", "rule", "title", "state", "created_at", "next_try_at", "attempts", "sent_at",
                "last_error",
            ],
            rows: deliveries.map {
                [
                    $0.idText, .csv($0.route), $0.channel, TargetText.shown($0.target), $0.kind, $0.rule, $0.title, $0.state.rawValue,
                    .csv($0.createdAt),
                    .csv($0.nextTryAt), .csv(Int64($0.attemptCount)), .csv($0.sentAt), .csv($0.shownError),
                ]
            })
    }
}

/// One message with all its attempts.
public struct DeliveryRecordReport: Sendable, Hashable {
    public let delivery: Delivery
    public let attempts: [Delivery.Attempt]

    public init(_ delivery: Delivery, attempts: [Delivery.Attempt]) { (self.delivery, self.attempts) = (delivery, attempts) }
}

extension DeliveryRecordReport: Report {
    public var page: Page {
        var page = Page(delivery.title, delivery.idText)
        page.gap()
        var facts = TextTable(.left(""), .left(""))
        facts.add(.faint("to"), InkedText("\(delivery.channel) \(TargetText.shown(delivery.target))"))
        facts.add(.faint("route"), InkedText(delivery.route ?? "–"))
        facts.add(.faint("what"), InkedText("\(delivery.kind), \(delivery.rule)"))
        facts.add(.faint("state"), delivery.shownState)
        if delivery.state == .waiting { facts.add(.faint("next try"), InkedText(NumberText.moment(delivery.nextTryAt))) }
        page.add(facts)
        page.gap()
        guard !attempts.isEmpty else {
            page.add(.faint("not tried yet"))
            return page
        }
        var table = TextTable(.left("Tried"), .right("Took"), .left("Outcome"), .left("Answer"))
        for attempt in attempts {
            table.add(
                InkedText(NumberText.moment(attempt.startedAt)), InkedText("\(attempt.milliseconds) ms"), InkedText(attempt.outcome),
                InkedText(delivery.shown(attempt.answer) ?? ""))
        }
        page.add(table)
        return page
    }

    public var json: JSON {
        .object(
            delivery.members + [
                JSON.Member(
                    "tries",
                    .array(
                        attempts.map {
                            .object([
                                "started_at": .from($0.startedAt), "milliseconds": .integer(Int64($0.milliseconds)),
                                "outcome": .string($0.outcome), "answer": .from(delivery.shown($0.answer)),
                            ])
                        }))
            ])
    }

    public var csv: CSVTable {
        CSVTable(
            ["started_at", "milliseconds", "outcome", "answer"],
            rows: attempts.map { [.csv($0.startedAt), .csv(Int64($0.milliseconds)), $0.outcome, .csv(delivery.shown($0.answer))] })
    }
}

extension Delivery {
    var idText: String { id.uuidString.lowercased() }

    var shownState: InkedText {
        switch state {
        case .sent: InkedText(state.rawValue, .good)
        case .waiting, .sending: InkedText(state.rawValue)
        case .undeliverable: InkedText("not delivered: no channel", .warning)
        case .failed, .dead: InkedText(state.rawValue, .bad)
        }
    }

    /// A text of the receiver's, without the address that it may repeat.
    func shown(_ text: String?) -> String? { text.map { TargetText.masked($0, target) } }

    var shownError: String? { shown(lastError) }

    var members: [JSON.Member] {
        [
            JSON.Member("id", .string(idText)), JSON.Member("route", .from(route)), JSON.Member("channel", .string(channel)),
            JSON.Member("target", .string(TargetText.shown(target))), JSON.Member("kind", .string(kind)),
            JSON.Member("rule", .string(rule)),
            JSON.Member("title", .string(title)), JSON.Member("state", .string(state.rawValue)),
            JSON.Member("created_at", .from(createdAt)), JSON.Member("next_try_at", .from(nextTryAt)),
            JSON.Member("attempts", .integer(Int64(attemptCount))), JSON.Member("sent_at", .from(sentAt)),
            JSON.Member("last_error", .from(shownError)),
        ]
    }
}
