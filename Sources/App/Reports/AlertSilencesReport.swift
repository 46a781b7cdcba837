public import Alerting
public import Domain

/// What is kept quiet, and until when.
public struct AlertSilencesReport: Sendable, Hashable {
    public let silences: [Silence]
    public let asOf: Moment

    public init(_ silences: [Silence], asOf: Moment) { (self.silences, self.asOf) = (silences, asOf) }
}

extension AlertSilencesReport: Report {
    public var page: Page {
        var page = Page("Silences")
        page.gap()
        guard !silences.isEmpty else {
            page.add(.faint("nothing is silenced"))
            return page
        }
        var table = TextTable(
            .right("No."), .left("Rule"), .left("Segment"), .left("Customer"), .left("Until"), .left("By"), .left("Why"))
        for silence in silences {
            let until = InkedText(NumberText.moment(silence.until), silence.holds(at: asOf) ? .plain : .faint)
            table.add(
                InkedText("\(silence.id)"), silence.rule.map { InkedText($0.rawValue) } ?? .faint("all"),
                silence.segment.map { InkedText($0.rawValue) } ?? .faint("all"),
                silence.customer.map { InkedText($0.shown) } ?? .faint("all"),
                silence.endedAt.map { .faint("ended \(NumberText.moment($0)) by \(silence.endedBy ?? "")") } ?? until,
                InkedText(silence.madeBy), InkedText(silence.why))
        }
        page.add(table)
        return page
    }

    public var json: JSON {
        .array(
            silences.map {
                .object([
                    "id": .integer($0.id), "rule": .from($0.rule?.rawValue), "segment": .from($0.segment?.rawValue),
                    "customer_id": .from($0.customer?.shown), "since": .from($0.since), "until": .from($0.until),
                    "made_by": .string($0.madeBy),
                    "why": .string($0.why), "ended_at": .from($0.endedAt), "ended_by": .from($0.endedBy),
                    "holds": .bool($0.holds(at: asOf)),
                ])
            })
    }

    public var csv: CSVTable {
        CSVTable(
            ["id", "rule", "segment", "customer_id", "since", "until", "made_by", "why", "ended_at", "ended_by"],
            rows: silences.map {
                [
                    .csv($0.id), .csv($0.rule?.rawValue), .csv($0.segment?.rawValue), .csv($0.customer?.shown), .csv($0.since),
                    .csv($0.until),
                    $0.madeBy, $0.why, .csv($0.endedAt), .csv($0.endedBy),
                ]
            })
    }
}
