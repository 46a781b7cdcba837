public import Domain

/// An answer that can be given to people, to programs, and to spreadsheets.
public protocol Report {
    /// What people are shown.
    var page: Page { get }
    /// The shape that programs rely on.
    var json: JSON { get }
    /// One table; what does not fit into one is left to JSON.
    var csv: CSVTable { get }
}

/// How a report is written.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    case table
    case json
    case csv
}

extension Report {
    /// The text of the report with its line breaks.
    public func text(_ format: ReportFormat, on terminal: Terminal) -> String {
        switch format {
        case .table: page.text(coloured: terminal.isColoured)
        case .json: json.text(indented: true) + "\n"
        case .csv: csv.text
        }
    }
}
