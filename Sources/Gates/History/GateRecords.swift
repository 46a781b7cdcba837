public import Domain
public import Postgres
import Schema

/// Writes down once a day how the gates stand, so that it can be seen when one turned and why.
///
/// The record of a day is one transaction and its day is unique: a second server, or a second try, finds it there and does nothing; a server that
/// dies before the end leaves nothing, and the job is done again. A day on which no server ran has no record, and the next one is compared with the
/// last that there is.
public struct GateRecords: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    /// Records how the gates stood at a moment, unless its day (UTC) has its record.
    ///
    /// - Parameters:
    ///   - asOf: what the record speaks of.
    ///   - now: when it is written; not before `asOf`.
    /// - Returns: nil when the day had a record already.
    /// - Throws: ``PostgresError``.
    @discardableResult
    public func record(asOf: Moment, now: Moment) async throws -> ExitGates? {
        let day = CivilDate(of: asOf)
        return try await pool.transaction { connection in
            let gates = try await ExitGates.fetch(asOf: asOf, on: connection)
            let recorded = try await connection.execute(
                """
                INSERT INTO mainstay.gate_states (day, gate, as_of, recorded_at, state)
                SELECT \(day), g.gate, \(asOf), \(now), g.state
                  FROM unnest(\(gates.gates.map(\.gate.rawValue)), \(gates.gates.map(\.state.rawValue))) AS g (gate, state)
                ON CONFLICT DO NOTHING
                """)
            guard recorded == gates.gates.count else { return nil }
            try await connection.execute(
                """
                INSERT INTO mainstay.gate_check_states (day, gate, check_name, place, state, value, found)
                SELECT \(day), c.gate, c.check_name, c.place, c.state, c.value, c.found
                  FROM jsonb_to_recordset(\(Self.checks(of: gates).text())::jsonb)
                       AS c (gate text, check_name text, place integer, state text, value numeric, found text)
                """)
            return gates
        }
    }

    private static func checks(of gates: ExitGates) -> JSON {
        .array(
            gates.gates.flatMap { standing in
                standing.checks.enumerated().map { place, check in
                    .object([
                        "gate": .string(standing.gate.rawValue), "check_name": .string(check.name.rawValue), "place": .from(place + 1),
                        "state": .string(check.state.rawValue), "value": .from(check.value), "found": .string(check.found),
                    ])
                }
            })
    }
}
