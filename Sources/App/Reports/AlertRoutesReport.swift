public import Alerting
public import Domain

/// Where alerts go.
public struct AlertRoutesReport: Sendable, Hashable {
    public let routes: [Route]

    public init(_ routes: [Route]) { self.routes = routes }
}

extension AlertRoutesReport: Report {
    public var page: Page {
        var page = Page("Routes")
        page.gap()
        var table = TextTable(
            .left("Route"), .left("Rule"), .left("Only"), .left("Purpose"), .left("Channel"), .left("Target"), .left("Answer within"),
            .right("Repeat"))
        for route in routes {
            let only = [route.severity?.rawValue, route.segment?.rawValue].compactMap(\.self).joined(separator: ", ")
            table.add(
                route.isEnabled ? .strong(route.id) : .faint("\(route.id) (off)"), InkedText(route.rule.rawValue), InkedText(only),
                InkedText(route.purpose.rawValue), InkedText(route.channel.rawValue), InkedText(route.target.truncated(toWidth: 50)),
                InkedText(route.answerWithin.map { $0.hasPrefix("parameter:") ? $0 : "\($0) h" } ?? ""),
                InkedText(route.repeatHours.map { "\($0) h" } ?? ""))
        }
        page.add(table)
        return page
    }

    public var json: JSON {
        .array(
            routes.map {
                .object([
                    "id": .string($0.id), "rule": .string($0.rule.rawValue), "severity": .from($0.severity?.rawValue),
                    "segment": .from($0.segment?.rawValue), "purpose": .string($0.purpose.rawValue),
                    "channel": .string($0.channel.rawValue),
                    "target": .string($0.target), "answer_within": .from($0.answerWithin), "repeat_hours": .from($0.repeatHours),
                    "enabled": .bool($0.isEnabled),
                ])
            })
    }

    public var csv: CSVTable {
        CSVTable(
            ["id", "rule", "severity", "segment", "purpose", "channel", "target", "answer_within", "repeat_hours", "enabled"],
            rows: routes.map {
                [
                    $0.id, $0.rule.rawValue, .csv($0.severity?.rawValue), .csv($0.segment?.rawValue), $0.purpose.rawValue,
                    $0.channel.rawValue,
                    $0.target, .csv($0.answerWithin), .csv($0.repeatHours), .csv($0.isEnabled),
                ]
            })
    }
}
