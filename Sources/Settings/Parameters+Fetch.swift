import Foundation
public import Postgres

extension Parameters {
    /// The parameters with their present values.
    ///
    /// - Throws: ``PostgresError``.
    public static func fetch(on connection: Connection) async throws -> Parameters {
        try await fetch(on: connection, lockingThem: false)
    }

    /// - Parameter lockingThem: nobody else changes any of them until the transaction ends.
    static func fetch(on connection: Connection, lockingThem: Bool) async throws -> Parameters {
        let rows = try await connection.query(
            """
            SELECT name, parameter_group, type, value, default_value, minimum, maximum, choices, unit, strategic, meaning
              FROM mainstay.parameters ORDER BY position \(raw: lockingThem ? "FOR UPDATE" : "")
            """)
        return Parameters(try rows.map(Parameter.init(row:)))
    }
}

extension Parameter {
    fileprivate init(row: Row) throws {
        self.init(
            name: try row.decode("name"), group: try row.decode("parameter_group"), kind: try ParameterKind(row: row),
            value: try row.decode("value"), defaultValue: try row.decode("default_value"), unit: try row.decode("unit"),
            isStrategic: try row.decode("strategic"), meaning: try row.decode("meaning"))
    }
}

extension ParameterKind {
    fileprivate init(row: Row) throws {
        switch try row.decode("type", as: String.self) {
        case "int":
            let lowest = try row.decode("minimum", as: Int?.self) ?? .min
            self = .whole(lowest...(try row.decode("maximum", as: Int?.self) ?? .max))
        case "decimal":
            let lowest = try row.decode("minimum", as: Decimal?.self) ?? -Decimal.greatestFiniteMagnitude
            self = .decimal(lowest...(try row.decode("maximum", as: Decimal?.self) ?? .greatestFiniteMagnitude))
        default:
            let form = TargetParameters.forms[try row.decode("name")]
            self = try row.decode("choices", as: [String]?.self).map { .choice($0) } ?? form.map { .target($0) } ?? .text
        }
    }
}
