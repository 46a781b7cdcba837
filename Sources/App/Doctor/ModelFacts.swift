import Postgres

/// Do scores follow the parameters as they stand?
struct ModelFacts: Sendable {
    struct Difference: Sendable, Hashable {
        var name: String
        var value: String
        var inModel: String
    }

    var version: Int
    /// Health parameters that somebody changed past `mainstay parameters`.
    var differences: [Difference]

    static func read(on connection: Connection) async throws -> ModelFacts? {
        let rows = try await connection.query(
            """
            SELECT m.model_version, p.name, p.value, to_jsonb(m) ->> p.name AS in_model,
                   p.value::numeric IS DISTINCT FROM (to_jsonb(m) ->> p.name)::numeric AS differs
              FROM mainstay.parameters AS p
             CROSS JOIN (SELECT * FROM mainstay.health_models AS h ORDER BY h.model_version DESC LIMIT 1) AS m
             WHERE p.parameter_group = 'health_score'
             ORDER BY p.position
            """)
        guard let first = rows.first else { return nil }
        return ModelFacts(
            version: try first.decode("model_version"),
            differences: try rows.compactMap { row in
                guard try row.decode("differs", as: Bool.self) else { return nil }
                return Difference(
                    name: try row.decode("name"), value: try row.decode("value"),
                    inModel: try row.decode("in_model", as: String?.self) ?? "–")
            })
    }

    var findings: [Finding] {
        guard !differences.isEmpty else { return [.ok(.model, "scores follow model version \(version), which has the present parameters")] }
        let list = differences.map { "\($0.name) is \($0.value), in the model \($0.inModel)" }.joined(separator: "; ")
        return [
            .problem(
                .model, .modelBehind, "parameters were changed in the table itself, and model version \(version) does not know: \(list)",
                remedy: "UPDATE them back in mainstay.parameters, then change them with mainstay parameters set")
        ]
    }
}
