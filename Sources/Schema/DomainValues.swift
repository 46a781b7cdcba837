public import Domain
public import Postgres

// The words of Domain as PostgreSQL's values. Domain does no I/O and Postgres knows no customers, so they meet here.

extension Moment: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .timestamptz }
    public var postgresText: String? { iso8601 }

    public init(postgresText text: String) throws {
        self = try Moment(iso8601: text)
    }
}

extension CivilDate: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .date }
    public var postgresText: String? { description }

    /// - Throws: ``MomentError`` when the text is not `YYYY-MM-DD`.
    public init(postgresText text: String) throws {
        let (year, month, day, _) = try Moment(iso8601: text).utc
        guard let date = CivilDate(year: year, month: month, day: day) else { throw MomentError.noSuchTime }
        self = date
    }
}

extension Month: PostgresDecodable {
    /// Reads the date of a month's first day.
    public init(postgresText text: String) throws {
        self.init(containing: try Moment(iso8601: text))
    }
}

extension HealthStatus: PostgresEncodable, PostgresDecodable {}

extension Segment: PostgresEncodable, PostgresDecodable {}

extension Role: PostgresEncodable, PostgresDecodable {}
