public import Domain
public import Settings

/// Recorded changes of parameters, newest first.
public struct ParameterHistoryReport: Sendable, Hashable {
    public let changes: [RecordedChange]

    public init(changes: [RecordedChange]) { self.changes = changes }
}

extension ParameterHistoryReport: Report {
    public var page: Page {
        var page = Page("Changes of parameters")
        guard !changes.isEmpty else {
            page.gap()
            page.add(.faint("nothing was changed yet"))
            return page
        }
        var last: Int64?
        for change in changes {
            if change.changeSet != last {
                page.gap()
                page.add(
                    .strong(NumberText.moment(change.changedAt)) + "  " + InkedText(change.changedBy) + InkedText(": \(change.reason)")
                        + .faint(change.modelVersion.map { "  model version \($0)" } ?? ""))
            }
            last = change.changeSet
            page.add("  " + InkedText("\(change.name)  \(change.before.shown) → \(change.after.shown)"))
        }
        return page
    }

    public var json: JSON { .array(changes.map(\.json)) }

    public var csv: CSVTable {
        CSVTable(
            ["change_set", "changed_at", "changed_by", "why", "name", "before", "after", "model_version"],
            rows: changes.map {
                [.csv($0.changeSet), .csv($0.changedAt), $0.changedBy, $0.reason, $0.name, $0.before, $0.after, .csv($0.modelVersion)]
            })
    }
}

extension RecordedChange {
    var json: JSON {
        .object([
            "change_set": .integer(changeSet), "changed_at": .from(changedAt), "changed_by": .string(changedBy), "why": .string(reason),
            "name": .string(name), "before": .string(before), "after": .string(after), "model_version": .from(modelVersion),
        ])
    }
}
