/// A row of a result. Values are read when they are asked for.
///
/// ```swift
/// for row in try await connection.query("SELECT user_id, arr FROM mainstay.users") {
///     let customer: UUID = try row["user_id"]
///     let revenue: Decimal? = try row["arr"]
/// }
/// ```
public struct Row: Sendable {
    let table: ResultTable
    let index: Int

    /// The names of the columns, in order.
    public var columnNames: [String] { table.columns.names }

    /// Reads a column as the type that the context asks for; an optional type reads NULL as `nil`.
    ///
    /// - Throws: ``PostgresError/decoding(_:)`` naming the column and its type.
    public subscript<Value: PostgresDecodable>(_ column: String) -> Value {
        get throws(PostgresError) {
            try decode(column)
        }
    }

    /// Reads a column as `Value`; an optional type reads NULL as `nil`.
    ///
    /// - Throws: ``PostgresError/decoding(_:)`` naming the column and its type.
    public func decode<Value: PostgresDecodable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        try decode(at: try position(of: column, requested: type), as: type)
    }

    /// Reads the column at `position`, from 0; for results of which the program knows the order.
    ///
    /// - Throws: ``PostgresError/decoding(_:)`` naming the column and its type.
    public func decode<Value: PostgresDecodable>(
        at position: Int, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard columnNames.indices.contains(position) else {
            throw .decoding(
                DecodingFailure(
                    column: "#\(position)", columnType: nil, requestedType: "\(type)",
                    reason: .noSuchColumn(existing: columnNames)))
        }
        func failure(_ reason: DecodingFailure.Reason) -> PostgresError {
            .decoding(
                DecodingFailure(
                    column: columnNames[position], columnType: table.columns.types[position], requestedType: "\(type)",
                    reason: reason))
        }
        guard let text = table.text(row: index, column: position) else {
            guard let null = Value.postgresNull else { throw failure(.null) }
            return null
        }
        do {
            return try Value(postgresText: text)
        } catch {
            throw failure(.unreadable(text: text, cause: error))
        }
    }

    /// A column in PostgreSQL's text form; `nil` is NULL.
    ///
    /// - Throws: ``PostgresError/decoding(_:)`` when there is no such column.
    public func text(_ column: String) throws(PostgresError) -> String? {
        table.text(row: index, column: try position(of: column, requested: String.self))
    }

    /// A column's bytes; `nil` is NULL.
    ///
    /// - Throws: ``PostgresError/decoding(_:)`` when there is no such column, or it is not `bytea`.
    public func bytes(_ column: String) throws(PostgresError) -> [UInt8]? {
        try decode(column, as: Bytea?.self)?.bytes
    }

    private func position<Value>(of column: String, requested type: Value.Type) throws(PostgresError) -> Int {
        if let index = table.columns.index(of: column) { return index }
        throw .decoding(
            DecodingFailure(
                column: column, columnType: nil, requestedType: "\(type)",
                reason: .noSuchColumn(existing: columnNames)))
    }
}
