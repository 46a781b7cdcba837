public import Dashboards
import Foundation

/// A panel's data as a CSV file (RFC 4180): comma, CRLF, a header line.
public enum PanelCSV {
    public static func text(_ table: DataTable) -> String {
        let header = table.columns.map { field($0.name) }
        let rows = table.rows.map { row in row.map(field) }
        return ([header] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ cell: DataTable.Cell) -> String {
        switch cell {
        case .null: ""
        case .text(let text): field(text)
        case .number(let number): "\(number)"
        }
    }

    /// A text. Spreadsheets take one that begins like a formula for a formula, so it gets an apostrophe, which they take for the sign of a text.
    public static func field(_ text: String) -> String {
        let first = text.unicodeScalars.first
        let guarded = first.map { formulaStarts.contains($0) } == true ? "'" + text : text
        guard guarded.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else { return guarded }
        return "\"" + guarded.replacing("\"", with: "\"\"") + "\""
    }

    private static let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r"]
}
