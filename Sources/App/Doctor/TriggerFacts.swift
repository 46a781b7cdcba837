import Postgres

/// Do the triggers fire that tell the engine what changed?
struct TriggerFacts: Sendable {
    struct Trigger: Sendable, Hashable {
        var table: String
        var name: String
    }

    var total: Int
    /// Switched off, or on for replicated changes only.
    var disabled: [Trigger]

    static func read(on connection: Connection) async throws -> TriggerFacts {
        let rows = try await connection.query(
            """
            SELECT c.relname::text AS table_name, t.tgname::text AS name, t.tgenabled IN ('O', 'A') AS enabled
              FROM pg_trigger AS t
              JOIN pg_class AS c ON c.oid = t.tgrelid
             WHERE c.relnamespace = to_regnamespace('mainstay') AND NOT t.tgisinternal
             ORDER BY c.relname, t.tgname
            """)
        let disabled = try rows.compactMap { row in
            try row.decode("enabled") ? nil : Trigger(table: try row.decode("table_name"), name: try row.decode("name"))
        }
        return TriggerFacts(total: rows.count, disabled: disabled)
    }

    var findings: [Finding] {
        guard !disabled.isEmpty else { return [.ok(.triggers, "all \(total) triggers fire")] }
        var tables: [String] = []
        for trigger in disabled where !tables.contains(trigger.table) { tables.append(trigger.table) }
        return tables.map { table in
            let names = disabled.filter { $0.table == table }.map(\.name).joined(separator: ", ")
            return .problem(
                .triggers, .triggerDisabled, "triggers of table \(table) are disabled, so changes there reach no score: \(names)",
                remedy: "ALTER TABLE mainstay.\(table) ENABLE TRIGGER USER, then mainstay refresh --full")
        }
    }
}
