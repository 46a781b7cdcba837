public import Domain
public import Foundation
public import Postgres
import Schema

/// With what 1-month retention is compared, and how that came to be (metrics.md §3).
public struct Baseline: Sendable, Hashable {
    /// What somebody decided.
    public struct Entry: Sendable, Hashable {
        public let setAt: Moment
        /// `cli:ada` or `user:ada`.
        public let setBy: String
        public let why: String
        /// Percent; nil where the automatic baseline was given back.
        public let rate: Decimal?
    }

    /// The first cohort whose first month has ended.
    public struct Cohort: Sendable, Hashable {
        public let month: Month
        public let size: Int
        public let retained: Int
    }

    public let asOf: Moment
    /// Percent with 2 decimals; nil as long as there is none.
    public let rate: Decimal?
    /// Where the automatic baseline holds: what it is made of.
    public let cohort: Cohort?
    /// Newest first, up to the moment.
    public let history: [Entry]

    /// The entry that holds; nil where the automatic baseline does.
    public var entry: Entry? { history.first.flatMap { $0.rate == nil ? nil : $0 } }

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> Baseline {
        let row = try await connection.query("SELECT * FROM mainstay.retention_improvement(\(asOf))").first
        let history = try await connection.query(
            """
            SELECT b.set_at, b.set_by, b.why, b.rate FROM mainstay.retention_baselines AS b
             WHERE b.set_at <= \(asOf) ORDER BY b.set_at DESC, b.baseline_id DESC
            """
        ).map { Entry(setAt: try $0["set_at"], setBy: try $0["set_by"], why: try $0["why"], rate: try $0["rate"]) }
        return Baseline(asOf: asOf, rate: try row?["baseline"], cohort: try row.flatMap(Cohort.init), history: history)
    }
}

extension Baseline.Cohort {
    init?(_ row: Row) throws {
        guard let month = try row.decode("baseline_month", as: Month?.self) else { return nil }
        self.init(month: month, size: try row["baseline_size"], retained: try row["baseline_retained"])
    }
}

extension Baseline {
    /// The shape of `mainstay baseline show --format json`.
    public var json: JSON {
        .object([
            "as_of": .from(asOf),
            "rate": .from(rate),
            "source": rate == nil ? .null : .string(entry == nil ? "automatic" : "set"),
            "cohort": cohort.map { .object(["month": .string("\($0.month)"), "size": .from($0.size), "retained": .from($0.retained)]) }
                ?? .null,
            "history": .array(
                history.map { entry in
                    .object([
                        "set_at": .from(entry.setAt), "set_by": .string(entry.setBy), "why": .string(entry.why), "rate": .from(entry.rate),
                    ])
                }),
        ])
    }
}
