public import Domain
public import Postgres
internal import Schema

/// Changes the parameters as the database keeps them; ``Parameters/fetch(on:)`` reads them.
///
/// A change is one transaction: it locks every parameter, decides (see ``Parameters/plan(setting:)``), writes the values, the record of who
/// changed what and why, and for the health group a model version. Two changes at once therefore come one after the other, and the second is
/// judged by what the first left. A program that dies in the middle leaves nothing. A new model version puts everybody into the queue of the
/// engine in the same transaction, so no score stays behind even when nobody rescores at once.
public struct ParameterStore: Sendable {
    private let pool: Pool

    public init(_ pool: Pool) { self.pool = pool }

    /// Gives parameters new values, all or none.
    ///
    /// - Parameters:
    ///   - assignments: what to set; values that a parameter has already are no change.
    ///   - note: who does it, and why.
    ///   - now: recorded as the time of the change; a new model holds from then on, or from just after the newest one if that is later.
    /// - Throws: ``ParameterRefusal`` when a rule is broken, and nothing is changed; ``PostgresError``.
    @discardableResult
    public func set(_ assignments: [ParameterAssignment], note: ChangeNote, now: Moment) async throws -> ParameterOutcome {
        try await change(note, now) { parameters throws(ParameterRefusal) in try parameters.plan(setting: assignments) }
    }

    /// Gives parameters their default values back, all or none.
    ///
    /// - Parameter names: which; nil for all of them.
    /// - Throws: ``ParameterRefusal``, ``PostgresError``.
    @discardableResult
    public func reset(_ names: [String]?, note: ChangeNote, now: Moment) async throws -> ParameterOutcome {
        try await change(note, now) { parameters throws(ParameterRefusal) in
            try parameters.plan(resetting: names ?? parameters.all.map(\.name))
        }
    }

    // MARK: One change

    private func change(
        _ note: ChangeNote, _ now: Moment, _ decide: @Sendable (Parameters) throws(ParameterRefusal) -> ParameterPlan
    ) async throws -> ParameterOutcome {
        try await pool.transaction { connection in
            // All of them, in one order: rules span parameters, and two changes must not wait for each other.
            let plan = try decide(try await Parameters.fetch(on: connection, lockingThem: true))
            guard !plan.isEmpty else {
                return ParameterOutcome(changes: [], unchanged: plan.unchanged, changeSet: nil, model: nil)
            }
            try await Self.write(plan, connection)
            let model = plan.makesModelVersion ? try await Self.addModel(now, connection) : nil
            let changeSet = try await Self.record(plan, note, now, model, connection)
            return ParameterOutcome(changes: plan.changes, unchanged: plan.unchanged, changeSet: changeSet, model: model)
        }
    }

    private static func write(_ plan: ParameterPlan, _ connection: Connection) async throws {
        try await connection.execute(
            """
            UPDATE mainstay.parameters AS p SET value = c.after
              FROM unnest(\(plan.changes.map(\.name)), \(plan.changes.map(\.after))) AS c (name, after)
             WHERE p.name = c.name
            """)
    }

    /// A version must begin after the one before it, also where two changes have the same moment or another program's clock runs ahead.
    private static func addModel(_ now: Moment, _ connection: Connection) async throws -> ParameterOutcome.ModelVersion? {
        let rows = try await connection.query(
            """
            SELECT mainstay.add_health_model(s.valid_from) AS number, s.valid_from
              FROM (SELECT GREATEST(\(now), max(m.valid_from) + interval '1 microsecond') AS valid_from
                      FROM mainstay.health_models AS m) AS s
            """)
        return try rows.first.map { row in
            ParameterOutcome.ModelVersion(number: try row.decode("number"), validFrom: try row.decode("valid_from"))
        }
    }

    private static func record(
        _ plan: ParameterPlan, _ note: ChangeNote, _ now: Moment, _ model: ParameterOutcome.ModelVersion?, _ connection: Connection
    ) async throws -> Int64? {
        // The model version belongs to the changes of the health group only, also when others moved with them.
        let versions = plan.changes.map { $0.group == .healthScore ? model?.number : nil }
        return try await connection.query(
            """
            WITH number AS MATERIALIZED (SELECT nextval('mainstay.parameter_change_sets') AS change_set)
            INSERT INTO mainstay.parameter_changes (change_set, changed_at, changed_by, why, name, before, after, model_version)
            SELECT n.change_set, \(now), \(note.author), \(note.reason), c.name, c.before, c.after, c.model_version
              FROM number AS n, unnest(\(plan.changes.map(\.name)), \(plan.changes.map(\.before)), \(plan.changes.map(\.after)), \(versions))
                                WITH ORDINALITY AS c (name, before, after, model_version, place)
             ORDER BY c.place
            RETURNING change_set
            """
        ).first?.decode("change_set")
    }
}
