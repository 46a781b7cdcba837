public import Domain
public import Postgres
import Schema

/// May the programme move on? The three exit gates, each with its checks (operations.md §5; docs/gates.md).
public struct ExitGates: Sendable, Hashable {
    public struct Standing: Sendable, Hashable {
        public let gate: Gate
        public let checks: [GateCheck]

        public var state: GateState { GateState(of: checks.map(\.state)) }
    }

    public let asOf: Moment
    /// One of each ``Gate``, in its order.
    public let gates: [Standing]

    public var passed: Int { gates.count { $0.state == .passed } }

    /// Passed when all of them are.
    public var state: GateState { GateState(of: gates.map(\.state)) }

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> ExitGates {
        let rows = try await connection.query("SELECT * FROM mainstay.exit_gates(\(asOf))")
        let checks = try rows.map { (gate: try $0.decode("gate", as: Gate.self), check: try GateCheck($0, asOf: asOf)) }
        return ExitGates(
            asOf: asOf,
            gates: Gate.allCases.map { gate in Standing(gate: gate, checks: checks.filter { $0.gate == gate }.map(\.check)) })
    }
}

extension ExitGates {
    /// The shape of `mainstay gates --format json`.
    ///
    /// - Parameter history: is added where it is given.
    public func json(with history: GateHistory? = nil) -> JSON {
        .object(
            [
                JSON.Member("as_of", .from(asOf)), JSON.Member("state", .string(state.rawValue)),
                JSON.Member(
                    "gates",
                    .array(
                        gates.map { standing in
                            .object([
                                "gate": .string(standing.gate.rawValue), "title": .string(standing.gate.title),
                                "state": .string(standing.state.rawValue), "checks": .array(standing.checks.map(\.json)),
                            ])
                        })),
            ] + (history.map { [JSON.Member("history", $0.json)] } ?? []))
    }
}
