public import Domain
public import Settings

/// One parameter and how it came to its value.
public struct ParameterReport: Sendable, Hashable {
    public let parameter: Parameter
    /// The newest recorded change; nil when there was none.
    public let lastChange: RecordedChange?

    public init(parameter: Parameter, lastChange: RecordedChange?) { (self.parameter, self.lastChange) = (parameter, lastChange) }
}

extension ParameterReport: Report {
    public var page: Page {
        var page = Page(parameter.name, parameter.meaning)
        page.gap()
        var table = TextTable(.left(""), .left(""))
        table.add(.faint("Value"), .strong(parameter.value.shown) + InkedText(parameter.unit.map { " \($0)" } ?? ""))
        table.add(.faint("Default"), InkedText(parameter.defaultValue.shown))
        table.add(.faint("Range"), InkedText("\(parameter.kind.rangeText) (\(parameter.kind.typeName))"))
        table.add(.faint("Group"), InkedText(parameter.group.rawValue))
        if parameter.isStrategic { table.add(.faint("Strategic"), "the Chairman approves, changes or locks it") }
        table.add(
            .faint("Last change"),
            lastChange.map { change in
                InkedText("\(NumberText.moment(change.changedAt)) by \(change.changedBy), from \(change.before.shown): \(change.reason)")
            } ?? .faint("none"))
        page.add(table)
        return page
    }

    public var json: JSON {
        guard case .object(let members) = parameter.json else { return parameter.json }
        return .object(members + [JSON.Member("last_change", lastChange?.json ?? .null)])
    }

    public var csv: CSVTable { Parameters([parameter]).csv }
}
