/// The type of a bound value or of a column, by its number in PostgreSQL's catalogue.
public struct PostgresType: Sendable, Hashable {
    /// The number in `pg_type`; 0 leaves the choice to the server.
    public let oid: UInt32

    public init(oid: UInt32) {
        self.oid = oid
    }

    /// The server infers the type from where the value stands.
    public static let unspecified = PostgresType(oid: 0)
    public static let bool = PostgresType(oid: 16)
    public static let bytea = PostgresType(oid: 17)
    public static let int8 = PostgresType(oid: 20)
    public static let int2 = PostgresType(oid: 21)
    public static let int4 = PostgresType(oid: 23)
    public static let text = PostgresType(oid: 25)
    public static let json = PostgresType(oid: 114)
    public static let float4 = PostgresType(oid: 700)
    public static let float8 = PostgresType(oid: 701)
    public static let varchar = PostgresType(oid: 1043)
    public static let date = PostgresType(oid: 1082)
    public static let timestamp = PostgresType(oid: 1114)
    public static let timestamptz = PostgresType(oid: 1184)
    public static let interval = PostgresType(oid: 1186)
    public static let numeric = PostgresType(oid: 1700)
    public static let uuid = PostgresType(oid: 2950)
    public static let jsonb = PostgresType(oid: 3802)

    private struct Entry {
        let type: PostgresType
        let name: String
        let arrayOID: UInt32
    }

    private static let known: [Entry] = [
        Entry(type: .bool, name: "boolean", arrayOID: 1000),
        Entry(type: .bytea, name: "bytea", arrayOID: 1001),
        Entry(type: .int8, name: "bigint", arrayOID: 1016),
        Entry(type: .int2, name: "smallint", arrayOID: 1005),
        Entry(type: .int4, name: "integer", arrayOID: 1007),
        Entry(type: .text, name: "text", arrayOID: 1009),
        Entry(type: .json, name: "json", arrayOID: 199),
        Entry(type: .float4, name: "real", arrayOID: 1021),
        Entry(type: .float8, name: "double precision", arrayOID: 1022),
        Entry(type: .varchar, name: "varchar", arrayOID: 1015),
        Entry(type: .date, name: "date", arrayOID: 1182),
        Entry(type: .timestamp, name: "timestamp", arrayOID: 1115),
        Entry(type: .timestamptz, name: "timestamptz", arrayOID: 1185),
        Entry(type: .interval, name: "interval", arrayOID: 1187),
        Entry(type: .numeric, name: "numeric", arrayOID: 1231),
        Entry(type: .uuid, name: "uuid", arrayOID: 2951),
        Entry(type: .jsonb, name: "jsonb", arrayOID: 3807),
    ]

    /// The type of an array of this type. Arrays of arrays have the type of the inner array; for a type whose
    /// array is not known here the server infers it.
    public var array: PostgresType {
        if isArray { return self }
        return Self.known.first { $0.type == self }.map { PostgresType(oid: $0.arrayOID) } ?? .unspecified
    }

    var isArray: Bool {
        Self.known.contains { $0.arrayOID == oid }
    }
}

extension PostgresType: CustomStringConvertible {
    public var description: String {
        for entry in Self.known {
            if entry.type == self { return entry.name }
            if entry.arrayOID == oid { return entry.name + "[]" }
        }
        return oid == 0 ? "unspecified" : "type \(oid)"
    }
}
