public import Dashboards

/// A table with its caption.
public struct ReportTable: Sendable, Hashable, Codable {
    public let title: String
    public let table: DataTable
    /// What is not in it, how to read it.
    public let note: String?

    public init(_ title: String, _ table: DataTable, note: String? = nil) {
        (self.title, self.table, self.note) = (title, table, note)
    }
}
