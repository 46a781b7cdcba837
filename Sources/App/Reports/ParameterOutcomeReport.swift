public import Domain
public import Settings

extension ParameterOutcome: Report {
    public var page: Page {
        var page = Page(changes.isEmpty ? "Nothing changed" : "Changed")
        page.gap()
        var table = TextTable(.left(""), .right(""), .left(""), .left(""), .left(""))
        for change in changes {
            table.add(
                InkedText(change.name), InkedText(change.before.shown), "→", .strong(change.after.shown),
                change.isStrategic ? InkedText("§", .warning) : "")
        }
        page.add(table)
        if !unchanged.isEmpty, unchanged.count <= 12 || changes.isEmpty {
            page.add(.faint("had the value already: " + unchanged.prefix(12).joined(separator: ", ") + (unchanged.count > 12 ? ", …" : "")))
        }
        if let model {
            page.add("model version \(model.number) holds from \(NumberText.moment(model.validFrom)) on")
        }
        if changes.contains(where: \.isStrategic) { page.note(Parameter.strategicNote) }
        return page
    }

    public var json: JSON {
        .object([
            "change_set": changeSet.map { .integer($0) } ?? .null,
            "changes": .array(
                changes.map { change in
                    .object([
                        "name": .string(change.name), "group": .string(change.group.rawValue), "before": .string(change.before),
                        "after": .string(change.after), "strategic": .bool(change.isStrategic),
                    ])
                }),
            "unchanged": .array(unchanged.map { .string($0) }),
            "model_version": .from(model?.number),
            "model_valid_from": .from(model?.validFrom),
        ])
    }

    public var csv: CSVTable {
        CSVTable(
            ["name", "group", "before", "after", "strategic"],
            rows: changes.map { [$0.name, $0.group.rawValue, $0.before, $0.after, $0.isStrategic ? "yes" : "no"] })
    }
}
