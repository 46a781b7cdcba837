public import Alerting
import Delivery
public import Domain
import Foundation

/// What an evaluation of the alerts did.
public struct AlertEvaluationReport: Sendable, Hashable {
    public let report: EvaluationReport
    public let asOf: Moment

    public init(_ report: EvaluationReport, asOf: Moment) { (self.report, self.asOf) = (report, asOf) }
}

extension AlertEvaluationReport: Report {
    private var moves: [(key: String, value: Int)] { report.moves.sorted { $0.key < $1.key } }

    public var page: Page {
        var page = Page("Alerts evaluated", Page.asOf(asOf))
        page.gap()
        page.add(
            moves.isEmpty
                ? .faint(report.messages.isEmpty ? "nothing was due" : "nothing moved; what had ended was told")
                : InkedText(moves.map { "\(NumberText.count($0.value)) \($0.key)" }.joined(separator: ", ")))
        guard !report.messages.isEmpty else { return page }
        var table = TextTable(.left("Message"), .left("Rule"), .right("Alerts"), .left("Route"), .left("To"))
        for message in report.messages {
            table.add(
                InkedText(message.kind), InkedText(message.rule.rawValue), InkedText(NumberText.count(message.alerts)),
                InkedText(message.routeID ?? ""), InkedText("\(message.channel) \(TargetText.shown(message.target))"))
        }
        page.add(table)
        return page
    }

    public var json: JSON {
        .object([
            "as_of": .from(asOf), "moves": .object(moves.map { JSON.Member($0.key, .integer(Int64($0.value))) }),
            "messages": .array(
                report.messages.map {
                    .object([
                        "id": .string($0.id.uuidString.lowercased()), "kind": .string($0.kind), "rule": .string($0.rule.rawValue),
                        "route": .from($0.routeID), "channel": .string($0.channel), "target": .string(TargetText.shown($0.target)),
                        "alerts": .integer(Int64($0.alerts)),
                    ])
                }),
        ])
    }

    public var csv: CSVTable {
        CSVTable(
            ["id", "kind", "rule", "route", "channel", "target", "alerts"],
            rows: report.messages.map {
                [
                    $0.id.uuidString.lowercased(), $0.kind, $0.rule.rawValue, .csv($0.routeID), $0.channel, TargetText.shown($0.target),
                    .csv($0.alerts),
                ]
            })
    }
}
