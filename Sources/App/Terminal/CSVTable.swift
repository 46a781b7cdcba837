import Domain

/// Rows of text by RFC 4180: comma, double quotes where needed, CRLF.
public struct CSVTable: Sendable, Hashable {
    let header: [String]
    var rows: [[String]]

    init(_ header: [String], rows: [[String]] = []) {
        self.header = header
        self.rows = rows
    }

    /// With the header's line.
    public var text: String {
        ([header] + rows).map { $0.map(CSVField.text).joined(separator: ",") + "\r\n" }.joined()
    }
}
