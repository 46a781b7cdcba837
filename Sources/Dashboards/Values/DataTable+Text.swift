import Domain
import Foundation

extension DataTable.Cell {
    /// The cell as people read it; "–" where it is unknown.
    public func text(_ kind: DataTable.Column.Kind) -> String {
        switch self {
        case .null: return "–"
        case .text(let text):
            guard kind == .moment, let moment = try? Moment(iso8601: text) else { return text }
            return NumberText.moment(moment)
        case .number(let number):
            switch kind {
            case .integer: return NumberText.money(NumberText.rounded(number, 0))
            case .decimal: return NumberText.decimal(NumberText.rounded(number, 2))
            case .percent: return NumberText.decimal(NumberText.rounded(number, 2)) + " %"
            case .money: return NumberText.money(NumberText.rounded(number, 2))
            case .text, .moment, .customer: return "\(number)"
            }
        }
    }
}

extension DataTable.Column.Kind {
    /// Whether its cells are numbers, which stand at the right of a column.
    public var isNumeric: Bool {
        switch self {
        case .integer, .decimal, .percent, .money: true
        case .text, .moment, .customer: false
        }
    }
}

extension DataTable.Cell {
    /// The bare value, as a spreadsheet takes it; empty where it is unknown.
    public var plainText: String {
        switch self {
        case .null: ""
        case .text(let text): text
        case .number(let number): "\(number)"
        }
    }
}
