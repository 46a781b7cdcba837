import Dashboards
import Domain
import Foundation

/// Figures of dashboards as pages show them; they may have any number of digits.
enum FigureText {
    static let unknown = "–"

    /// `1,674`
    static func integer(_ value: Decimal) -> String { NumberText.money(rounded(value, 0)) }

    /// `76.10`, `-1,234.50`
    static func decimal(_ value: Decimal) -> String { NumberText.decimal(rounded(value, 2)) }

    /// `85.00 %`
    static func percent(_ value: Decimal) -> String { decimal(value) + " %" }

    /// `48,000` or `48,000.50`
    static func money(_ value: Decimal) -> String { NumberText.money(rounded(value, 2)) }

    /// `2026-11-01 09:30 UTC`
    static func moment(_ moment: Moment) -> String { NumberText.moment(moment) }

    /// With as many decimals as it has, at most 2: `7`, `7.5`.
    static func short(_ value: Decimal) -> String { NumberText.short(value) }

    /// A cell as text.
    static func cell(_ cell: DataTable.Cell, _ kind: DataTable.Column.Kind) -> String { cell.text(kind) }

    private static func rounded(_ value: Decimal, _ places: Int) -> Decimal { NumberText.rounded(value, places) }
}
