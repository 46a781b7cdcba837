/// A value that can be bound to a statement.
///
/// An enumeration with a raw value needs no code: `enum Channel: String, PostgresEncodable { … }`.
public protocol PostgresEncodable: Sendable {
    /// The type the server is told; decides which function or operator a statement means.
    static var postgresType: PostgresType { get }

    /// The value in PostgreSQL's text form; `nil` is NULL.
    var postgresText: String? { get }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    public static var postgresType: PostgresType { RawValue.postgresType }
    public var postgresText: String? { rawValue.postgresText }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public static var postgresType: PostgresType { Wrapped.postgresType }
    public var postgresText: String? { self?.postgresText }
}
