import Domain
import Postgres
import Schema

/// Whose facts the merges changed, and from when on: the customers to rescore.
///
/// The fact triggers keep out of a bulk load: they would queue every customer of every statement. A touched row without a customer stands for
/// everybody, as it does in the queue.
struct TouchedCustomers {
    let connection: Connection

    /// From this share of all customers on, "everybody" is cheaper to queue, and to rescore in one go, than a list of them.
    private static let shareOfEverybody = 0.2
    /// A list this short is always fine.
    private static let shortList = 1_000

    func create() async throws {
        try await connection.execute(
            "CREATE TEMPORARY TABLE import_touched (user_id uuid, earliest timestamptz, events bigint) ON COMMIT DROP")
    }

    /// - Parameter rows: a query for `user_id` and `earliest`.
    func add(_ rows: SQL) async throws {
        try await connection.execute("INSERT INTO pg_temp.import_touched (user_id, earliest) \(rows)")
    }

    /// - Parameter earliest: a query for `earliest`.
    func addEverybody(since earliest: SQL) async throws {
        try await connection.execute("INSERT INTO pg_temp.import_touched (user_id, earliest) SELECT NULL, earliest FROM (\(earliest)) AS e")
    }

    /// Whether the rows of a file, if all are news, touch more customers than are worth a list. An estimate, from the staged table's statistics.
    func probablyEverybody(in staged: StagedFile) async throws -> Bool {
        guard staged.rows > Self.shortList else { return false }
        let estimate: Double? = try await connection.query(
            """
            SELECT CASE WHEN n_distinct < 0 THEN -n_distinct * \(Double(staged.rows)) ELSE n_distinct END::float8 AS customers
              FROM pg_catalog.pg_stats
             WHERE schemaname = pg_catalog.pg_my_temp_schema()::regnamespace::text AND tablename = \("import_" + staged.file.table)
               AND attname = 'user_id'
            """
        ).first?.decode("customers")
        guard let estimate, estimate > Double(Self.shortList) else { return false }
        // The estimate may be a little high; a list too long does less harm than everybody for nothing.
        return try await Double(customers(including: ImportFile.users.staging)) * Self.shareOfEverybody * 1.25 < estimate
    }

    /// Queues them.
    ///
    /// - Returns: who was queued, and from when on scores may have changed.
    func queue(now: Moment) async throws -> (queued: ImportReport.Queued, earliest: Moment?) {
        guard
            let row = try await connection.query(
                """
                SELECT count(DISTINCT user_id) AS customers, COALESCE(bool_or(user_id IS NULL), false) AS everybody,
                       NULLIF(min(earliest), 'infinity') AS earliest
                  FROM pg_temp.import_touched
                """
            ).first
        else { return (.nobody, nil) }
        let touched: Int = try row.decode("customers")
        let earliest: Moment? = try row.decode("earliest")
        var everybody: Bool = try row.decode("everybody")
        if !everybody, touched > Self.shortList {
            everybody = try await Double(touched) > Double(customers()) * Self.shareOfEverybody
        }
        if everybody {
            try await connection.execute("INSERT INTO mainstay.rescore_queue (user_id, enqueued_at) VALUES (NULL, \(now))")
            return (.everybody, earliest)
        }
        try await connection.execute(
            """
            INSERT INTO mainstay.rescore_queue (user_id, enqueued_at) SELECT DISTINCT user_id, \(now) FROM pg_temp.import_touched
            """)
        return (touched == 0 ? .nobody : .customers(touched), earliest)
    }

    /// - Parameter staging: staged customers who may be new; counted as if all were.
    private func customers(including staging: String? = nil) async throws -> Int {
        let staged: SQL = staging.map { "(SELECT count(*) FROM \(raw: $0))" } ?? "0"
        return try await connection.query("SELECT (SELECT count(*) FROM mainstay.users) + \(staged) AS customers")
            .first?.decode("customers") ?? 0
    }
}
