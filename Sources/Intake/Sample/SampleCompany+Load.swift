import Domain
public import Postgres

extension SampleCompany {
    /// Makes the company and writes it, in one transaction: it is there whole or not at all.
    ///
    /// Customers are made in the order of their ids while the server stores the ones before; memory holds two chunks of them,
    /// whatever the company's size. The fact triggers are told to leave the rescore queue alone; one entry at the end stands for everybody.
    ///
    /// - Parameters:
    ///   - connection: a session on a migrated database, outside of a transaction.
    ///   - allowExisting: mix with customers who are there already.
    ///   - progress: called after every chunk.
    /// - Returns: rows per table, and the time taken.
    /// - Throws: ``SampleError/customersExist``, ``SampleError/sampleExists``; `PostgresError`; `CancellationError`.
    public func load(
        into connection: Connection, allowExisting: Bool = false, progress: @Sendable (SampleProgress) -> Void = { _ in }
    ) async throws -> SampleReport {
        let start = ContinuousClock.now
        let plan = plan()
        let counts = try await connection.transaction { connection in
            try await refuseOthers(on: connection, allowExisting: allowExisting)
            try await prepareSession(connection)
            var counts = try await writeCustomers(of: plan, to: connection, progress)
            counts.append(("crm_sync_log", try await writeSyncRuns(of: plan, to: connection)))
            counts.append(("features", try await writeFeatures(to: connection)))
            try await connection.execute("INSERT INTO mainstay.rescore_queue (user_id) VALUES (NULL)")
            try await connection.execute("SELECT mainstay.note_stale_figures(min(u.created_at)) FROM mainstay.users AS u")
            return counts
        }
        // Sets the visibility map, without which counting adoptions in their index would read the table all the same.
        for (table, _) in counts { try await connection.execute("VACUUM (ANALYZE) \(identifier: "mainstay", table)") }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return SampleReport(tables: counts.map { SampleReport.Table(name: $0.0, rows: $0.1) }, seconds: seconds)
    }

    private func prepareSession(_ connection: Connection) async throws {
        try await connection.execute("SET LOCAL mainstay.bulk_load = 'on'")
        // The trigger that looks for a login's event is planned once, when the table is small and reading all of it is cheap.
        // The customers of a chunk lie close together in the index, however large the table has grown.
        for setting in ["enable_hashjoin", "enable_mergejoin", "enable_seqscan"] {
            try await connection.execute("SET LOCAL \(identifier: setting) = off")
        }
    }

    private func refuseOthers(on connection: Connection, allowExisting: Bool) async throws {
        // Two loads at once would both find the database empty.
        try await connection.execute("LOCK TABLE mainstay.users IN SHARE ROW EXCLUSIVE MODE")
        let first = CustomerID(source: CustomerProfile.externalID(number: 1, customers: customers))
        let rows = try await connection.query(
            """
            SELECT EXISTS (SELECT FROM mainstay.users) AS has_customers,
                   EXISTS (SELECT FROM mainstay.users WHERE user_id = \(first.uuid)) AS has_sample
            """)
        for row in rows {
            if try row.decode("has_sample", as: Bool.self) { throw SampleError.sampleExists }
            if try row.decode("has_customers", as: Bool.self), !allowExisting { throw SampleError.customersExist }
        }
    }

    private func writeFeatures(to connection: Connection) async throws -> Int {
        // No feature is core: with the default parameters the sample shows the formula as the source document has it.
        try await connection.execute(
            """
            INSERT INTO mainstay.features (name, core) SELECT name, false FROM unnest(\(FeatureCatalogue.features.map(\.name))) AS name
            ON CONFLICT (name) DO NOTHING
            """)
    }

    private func writeCustomers(
        of plan: Plan, to connection: Connection, _ progress: @Sendable (SampleProgress) -> Void
    ) async throws -> [(String, Int)] {
        let members = members()
        let slices = stride(from: 0, to: members.count, by: chunkSize).map { members[$0..<min($0 + chunkSize, members.count)] }
        var counts = [Int](repeating: 0, count: SampleTable.allCases.count)
        var done = 0
        var chunk = slices.first.map { SampleChunk(members: $0, plan: plan) }
        for next in slices.dropFirst().map(Optional.some) + [nil] {
            guard let ready = chunk else { break }
            // The next customers are made while these are stored.
            async let following = next.map { SampleChunk(members: $0, plan: plan) }
            for table in SampleTable.allCases { counts[table.rawValue] += try await write(ready.rows(table), table, to: connection) }
            done += ready.customers
            progress(SampleProgress(customersDone: done, customers: customers, eventsDone: counts[SampleTable.usageEvents.rawValue]))
            chunk = await following
        }
        return SampleTable.allCases.map { ($0.name, counts[$0.rawValue]) }
    }

    private func write(_ rows: BinaryRows, _ table: SampleTable, to connection: Connection) async throws -> Int {
        guard rows.count > 0 else { return 0 }
        let columns = table.columns.joined(separator: ", ")
        return try await connection.copyIn("COPY mainstay.\(raw: table.name) (\(raw: columns)) FROM STDIN (FORMAT binary)") { writer in
            for part in rows.parts { try await writer.write(part) }
        }
    }

    private func writeSyncRuns(of plan: Plan, to connection: Connection) async throws -> Int {
        var rows = BinaryRows()
        for run in CRMSyncHistory.runs(plan: plan) {
            rows.beginRow(fields: 6)
            rows.add(run.id)
            rows.add(run.syncedAt)
            rows.add(run.records)
            rows.add(run.status.rawValue)
            rows.add(run.error)
            rows.add(run.seconds)
        }
        return try await connection.copyIn(
            """
            COPY mainstay.crm_sync_log (sync_id, synced_at, record_count, status, error_message, sync_duration_seconds)
            FROM STDIN (FORMAT binary)
            """
        ) { writer in
            for part in rows.parts { try await writer.write(part) }
        }
    }
}
