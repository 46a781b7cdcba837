public import Domain
public import Foundation
public import Postgres
import Schema

/// When the gates turned, and which checks turned them: from the daily records.
public struct GateHistory: Sendable, Hashable {
    /// A check whose state was another in the record before.
    public struct Turn: Sendable, Hashable {
        public let check: CheckName
        /// Nil in the first record.
        public let before: GateState?
        public let state: GateState
        public let value: Decimal?
        /// As it was said on that day.
        public let found: String
    }

    /// A day on which checks of a gate turned.
    public struct Entry: Sendable, Hashable {
        public let day: CivilDate
        public let gate: Gate
        /// Nil in the first record.
        public let before: GateState?
        public let state: GateState
        public let turns: [Turn]

        /// Whether the gate itself turned; its first record is no turn.
        public var isTurn: Bool { before != nil && before != state }
    }

    /// How many days have a record.
    public let days: Int
    public let firstDay: CivilDate?
    public let newestDay: CivilDate?
    /// Newest first; of one day in the order of the gates.
    public let entries: [Entry]

    /// The state of a gate's newest record, and since which day the records have it; nil without a record.
    public func standing(of gate: Gate) -> (state: GateState, since: CivilDate)? {
        entries.first { $0.gate == gate && ($0.isTurn || $0.before == nil) }.map { ($0.state, $0.day) }
    }

    /// - Parameter asOf: records that were written by it.
    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> GateHistory {
        let records = try await connection.query(
            """
            SELECT count(DISTINCT g.day) AS days, min(g.day) AS first_day, max(g.day) AS newest_day
              FROM mainstay.gate_states AS g WHERE g.recorded_at <= \(asOf)
            """
        ).first
        let rows = try await connection.query("SELECT * FROM mainstay.gate_turns(\(asOf))")
        return GateHistory(
            days: try records?["days"] ?? 0, firstDay: try records?["first_day"], newestDay: try records?["newest_day"],
            entries: try entries(rows))
    }

    /// - Parameter rows: those of a gate and a day follow one another.
    private static func entries(_ rows: [Row]) throws -> [Entry] {
        var entries: [Entry] = []
        for row in rows {
            let turn = Turn(
                check: try row["check_name"], before: try row["before"], state: try row["state"], value: try row["value"],
                found: try row["found"])
            let (day, gate): (CivilDate, Gate) = (try row["day"], try row["gate"])
            var turns = [turn]
            if let last = entries.last, last.day == day, last.gate == gate {
                turns = last.turns + turns
                entries.removeLast()
            }
            entries.append(Entry(day: day, gate: gate, before: try row["gate_before"], state: try row["gate_state"], turns: turns))
        }
        return entries
    }
}

extension GateHistory.Turn {
    /// `84.38 %`
    public var valueText: String { value.map(check.text) ?? "–" }

    fileprivate var json: JSON {
        .object([
            "check": .string(check.rawValue), "before": .from(before?.rawValue), "state": .string(state.rawValue), "value": .from(value),
            "found": .string(found),
        ])
    }
}

extension GateHistory {
    var json: JSON {
        .object([
            "days": .from(days), "first_day": .from(firstDay?.description), "newest_day": .from(newestDay?.description),
            "entries": .array(
                entries.map { entry in
                    .object([
                        "day": .string("\(entry.day)"), "gate": .string(entry.gate.rawValue), "before": .from(entry.before?.rawValue),
                        "state": .string(entry.state.rawValue), "checks": .array(entry.turns.map(\.json)),
                    ])
                }),
        ])
    }
}
