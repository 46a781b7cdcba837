public import Domain
import Foundation
public import Settings

extension Parameters: Report {
    public var page: Page {
        var page = Page("Parameters")
        for group in ParameterGroup.allCases {
            let parameters = all.filter { $0.group == group }
            guard !parameters.isEmpty else { continue }
            page.gap()
            page.add(.strong(group.rawValue))
            // Digits line up on the right, words on the left.
            let areNumbers = parameters.allSatisfy { $0.kind.typeName != "string" }
            var table = TextTable(
                .left(""), areNumbers ? .right("Value") : .left("Value"), areNumbers ? .right("Default") : .left("Default"), .left("Range"),
                .left("Unit"), .left(""), .left(""))
            for parameter in parameters {
                table.add(
                    InkedText(parameter.name), parameter.shownValue, parameter.isDefault ? "" : .faint(parameter.defaultValue.shown),
                    InkedText(parameter.kind.rangeText.truncated(toWidth: 36)), InkedText(parameter.unit ?? ""),
                    parameter.isStrategic ? InkedText("§", .warning) : "", .faint(parameter.meaning))
            }
            page.add(table)
        }
        if all.contains(where: \.isStrategic) { page.note(Parameter.strategicNote) }
        return page
    }

    public var json: JSON { .array(all.map(\.json)) }

    public var csv: CSVTable {
        CSVTable(
            ["name", "group", "type", "value", "default", "min", "max", "choices", "unit", "strategic", "meaning"],
            rows: all.map { parameter in
                let (lowest, highest) = parameter.kind.bounds
                return [
                    parameter.name, parameter.group.rawValue, parameter.kind.typeName, parameter.value, parameter.defaultValue,
                    .csv(lowest),
                    .csv(highest), parameter.kind.choices?.joined(separator: "|") ?? "", .csv(parameter.unit),
                    parameter.isStrategic ? "yes" : "no", parameter.meaning,
                ]
            })
    }
}

extension Parameter {
    static let strategicNote = "§ strategic: the Chairman approves, changes or locks it"

    /// One that differs from its default stands out.
    var shownValue: InkedText { isDefault ? InkedText(value.shown) : .strong(value.shown) }

    /// Numbers are numbers.
    var json: JSON {
        let (lowest, highest) = kind.bounds
        return .object([
            "name": .string(name), "group": .string(group.rawValue), "type": .string(kind.typeName), "value": kind.json(value),
            "default": kind.json(defaultValue), "min": .from(lowest), "max": .from(highest),
            "choices": kind.choices.map { .array($0.map { .string($0) }) } ?? .null, "unit": .from(unit), "strategic": .bool(isStrategic),
            "meaning": .string(meaning),
        ])
    }
}

extension ParameterKind {
    fileprivate var bounds: (lowest: Decimal?, highest: Decimal?) {
        switch self {
        case .whole(let range): (Decimal(range.lowerBound), Decimal(range.upperBound))
        case .decimal(let range): (range.lowerBound, range.upperBound)
        case .text, .choice, .target: (nil, nil)
        }
    }

    fileprivate var choices: [String]? {
        if case .choice(let words) = self { words } else { nil }
    }

    fileprivate func json(_ value: String) -> JSON {
        switch self {
        case .whole, .decimal: .from(Decimal(string: value))
        case .text, .choice, .target: .string(value)
        }
    }
}

extension String {
    /// A value of a parameter; an empty text must be seen too.
    var shown: String { isEmpty ? "(empty)" : self }
}
