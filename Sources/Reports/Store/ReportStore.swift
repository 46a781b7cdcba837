import Dashboards
public import Domain
public import Postgres
import Schema

/// Reports as they were made. What is kept is never changed: the database refuses it.
public struct ReportStore: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    /// The first moment that a fact can have (docs/metrics.md); calendars with years before the first, which a report looks back on, are not made for these.
    public static let earliest = Moment(microseconds: 0)

    /// Makes a report. Everything in it sees one state of the database.
    ///
    /// - Throws: `PostgresError`.
    public func make(_ kind: ReportKind, asOf: Moment) async throws -> ReportDocument {
        try await pool.transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true)) { connection in
            try await SecondConnection.beside(connection, pool.configuration) { connections in
                try await kind.document(asOf: asOf, on: connections[0], beside: connections.last)
            }
        }
    }

    /// Keeps a report that somebody asked for.
    ///
    /// - Parameter maker: who asked, such as `cli:anna`.
    /// - Returns: its number.
    /// - Throws: ``ReportError/future(_:)``, `PostgresError`.
    public func keep(_ document: ReportDocument, by maker: String, now: Moment) async throws -> Int64 {
        guard document.asOf <= now else { throw ReportError.future(document.asOf) }
        let row = try await pool.query(
            """
            INSERT INTO mainstay.reports (kind, as_of, made_at, reason, made_by, title, content)
            VALUES (\(document.kind.rawValue), \(document.asOf), \(now), 'requested', \(maker), \(document.title),
                    \(try document.jsonText())::json) RETURNING report_id
            """
        ).first
        guard let id: Int64 = try row?.decode("report_id") else { throw PostgresError.misuse("an inserted report gave no number") }
        return id
    }

    /// The newest first: by the moment they speak of, then by when they were made.
    ///
    /// - Throws: `PostgresError`.
    public func list(_ kinds: [ReportKind] = ReportKind.allCases, limit: Int = 100) async throws -> [ReportHeader] {
        try await pool.query(
            """
            SELECT \(Self.columns) FROM mainstay.reports AS r WHERE r.kind = ANY (\(kinds.map(\.rawValue)))
             ORDER BY r.as_of DESC, r.report_id DESC LIMIT \(limit)
            """
        ).map(Self.header)
    }

    /// - Returns: nil when there is none of this number.
    /// - Throws: ``ReportError/unreadable(_:reason:)``, `PostgresError`.
    public func find(_ id: Int64) async throws -> StoredReport? {
        guard let row = try await pool.query("SELECT \(Self.columns), r.content FROM mainstay.reports AS r WHERE r.report_id = \(id)").first
        else {
            return nil
        }
        let text: String = try row["content"]
        do {
            return StoredReport(header: try Self.header(row), document: try ReportDocument(jsonText: text), jsonText: text)
        } catch let error as DecodingError {
            throw ReportError.unreadable(id, reason: "\(error)")
        }
    }

    /// - Throws: ``ReportError``, `PostgresError`.
    public func report(_ id: Int64) async throws -> StoredReport {
        guard let report = try await find(id) else { throw ReportError.unknown(id) }
        return report
    }

    /// The newest report of the same kind that speaks of an earlier moment: what one compares with first.
    ///
    /// - Throws: `PostgresError`.
    public func predecessor(of header: ReportHeader) async throws -> ReportHeader? {
        try await pool.query(
            """
            SELECT \(Self.columns) FROM mainstay.reports AS r WHERE r.kind = \(header.kind.rawValue) AND r.as_of < \(header.asOf)
             ORDER BY r.as_of DESC, r.report_id DESC LIMIT 1
            """
        ).first.map(Self.header)
    }

    private static let columns: SQL = "r.report_id, r.kind, r.title, r.as_of, r.made_at, r.reason, r.made_by"

    private static func header(_ row: Row) throws -> ReportHeader {
        let (kind, reason): (String, String) = (try row["kind"], try row["reason"])
        guard let kind = ReportKind(rawValue: kind), let reason = ReportReason(rawValue: reason) else {
            throw PostgresError.misuse("a report is of kind '\(kind)', made as '\(reason)'")
        }
        return ReportHeader(
            id: try row["report_id"], kind: kind, title: try row["title"], asOf: try row["as_of"], madeAt: try row["made_at"],
            reason: reason, madeBy: try row["made_by"])
    }
}
