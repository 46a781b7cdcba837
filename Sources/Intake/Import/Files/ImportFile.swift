/// A file that `mainstay import` reads, and the table that it fills (metrics.md §9).
///
/// The seven files are described in their own source files; everything else follows from these descriptions.
struct ImportFile: Sendable {
    /// What makes a row the same row when it comes again.
    struct Identity: Sendable {
        /// The column of the table that holds the id.
        let tableColumn: String
        /// The column of the file that gives it; nil where the file has none and ids are always made of the rows.
        let fileColumn: String?
        /// The column of the table that keeps the source's own id, where that is not a UUID.
        let externalColumn: String?
        /// Whether the table's key is the customer and the id, or the id alone.
        let isPerCustomer: Bool
    }

    /// A time that may not lie before another one of the same row.
    struct Order: Sendable {
        let earlier: String
        let later: String
    }

    let name: String
    /// Without the schema.
    let table: String
    let columns: [ImportColumn]
    let identity: Identity
    var order: [Order] = []

    /// Users first: a mistake in an id is best told where the id is introduced.
    static let all: [ImportFile] = [users, usageEvents, supportTickets, npsSurveys, retentionCampaigns, exitSurveys, crmSyncLog]

    /// The columns whose values are staged as they are: all but the row's own id, which always has a value.
    var storedColumns: [ImportColumn] { columns.filter { $0.name != identity.fileColumn } }

    /// Whether its rows belong to customers who must exist; the users themselves are those customers.
    var refersToCustomers: Bool { storedColumns.contains { $0.name == "user_id" } }

    /// The staged rows; dropped when the transaction ends.
    var staging: String { "pg_temp.import_\(table)" }
}
