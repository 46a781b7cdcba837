import Domain
import Postgres
import Schema

/// A whole-number parameter as it stood at a moment, with its range.
struct Tunable: Sendable, Hashable {
    let name: String
    let value: Int
    let minimum: Int
    let maximum: Int
    let isStrategic: Bool

    /// By name. Those of the score are of the model in force at the moment, the others as they are now.
    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> [String: Tunable] {
        let rows = try await connection.query(
            """
            SELECT p.name, COALESCE(to_jsonb(m) ->> p.name, p.value)::integer AS value, p.minimum::integer AS minimum, p.maximum::integer AS maximum,
                   p.strategic
              FROM mainstay.parameters AS p LEFT JOIN mainstay.model_at(\(asOf)) AS m ON p.parameter_group = 'health_score'
             WHERE p.type = 'int'
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                let name: String = try row["name"]
                return (
                    name,
                    Tunable(
                        name: name, value: try row["value"], minimum: try row["minimum"], maximum: try row["maximum"],
                        isStrategic: try row["strategic"])
                )
            })
    }

    /// Whether a value is in the range, and in order with those that it must stay above or below.
    func allows(_ other: Int, _ parameters: [String: Tunable]) -> Bool {
        guard (minimum...maximum).contains(other), other != value else { return false }
        return switch name {
        case "at_risk_threshold": parameters["healthy_threshold"].map { other < $0.value } ?? true
        case "healthy_threshold": parameters["at_risk_threshold"].map { other > $0.value } ?? true
        case "low_login_days": parameters["moderate_login_days"].map { other > $0.value } ?? true
        default: true
        }
    }
}
