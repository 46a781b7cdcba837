public import Dashboards
import Domain
import Foundation

/// A panel's data as a CSV file (RFC 4180): comma, CRLF, a header line.
public enum PanelCSV {
    public static func text(_ table: DataTable) -> String {
        let header = table.columns.map { CSVField.text($0.name) }
        let rows = table.rows.map { row in row.map(field) }
        return ([header] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ cell: DataTable.Cell) -> String {
        switch cell {
        case .null: ""
        case .text(let text): CSVField.text(text)
        case .number(let number): "\(number)"
        }
    }
}
