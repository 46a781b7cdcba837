public import Domain
public import Foundation
public import Postgres
import Schema

/// Question 2: do customers stay? Monthly cohorts, 1, 3 and 6 months on (metrics.md §3).
public struct Retention: Sendable, Hashable {
    /// The months after the cohort's at which it is looked at.
    public static let steps = [1, 3, 6]

    /// Customers by the month in which they were created.
    public struct Cohort: Sendable, Hashable {
        public let month: Month
        /// All of them, those who have left included.
        public let size: Int
        /// For each of ``Retention/steps``; nil until that month has ended.
        public let retained: [Int?]
        /// The same in percent; nil also for a cohort without customers.
        public let rates: [Decimal?]
    }

    public struct Point: Sendable, Hashable {
        public let month: Month
        /// Percent.
        public let rate: Decimal
    }

    public let asOf: Moment
    public let definition: RetentionDefinition
    /// The current month and the 12 before it, newest first.
    public let cohorts: [Cohort]
    /// For each of ``steps``, over the observable cohorts among those shown.
    public let overall: [Rate]
    /// How much lower the newest 1-month rate is than the one before it, in percent of that; negative for a rise. Nil when
    /// there are not two, or the one before is 0.
    public let monthOverMonthDecline: Decimal?
    /// For each of ``steps``, in percent.
    public let targets: [Int]
    /// The 1-month rate of the first observable cohort ever, in percent.
    public let baseline: Decimal?
    /// From which decline on, in percent, somebody should look at it.
    public let declineAlert: Int

    /// 1-month rates of the 6 newest observable cohorts that have customers, newest first.
    public var trend: [Point] {
        Array(cohorts.lazy.compactMap { cohort in cohort.rates[0].map { Point(month: cohort.month, rate: $0) } }.prefix(6))
    }

    /// Whether the decline is more than ``declineAlert``, by the counts themselves, as the alert asks: at 15.004 % the rounded figure would say no. Nil
    /// where there is no ``monthOverMonthDecline``.
    public var exceedsDeclineAlert: Bool? {
        let known = cohorts.filter { $0.size > 0 && $0.retained[0] != nil }
        guard let newest = known.first, let before = known.dropFirst().first, let kept = newest.retained[0],
            let keptBefore = before.retained[0],
            keptBefore > 0
        else { return nil }
        return 100 * (keptBefore * newest.size - kept * before.size) > declineAlert * keptBefore * newest.size
    }

    /// - Throws: ``PostgresError``.
    public static func fetch(
        asOf: Moment, definition: RetentionDefinition = .unbounded, on connection: Connection
    ) async throws -> Retention {
        let rows = try await connection.query(
            """
            SELECT c.cohort_month, c.size, c.retained_1m AS cohort_retained_1m, c.retained_3m AS cohort_retained_3m, c.retained_6m AS cohort_retained_6m,
                   c.retention_rate_1m AS cohort_rate_1m, c.retention_rate_3m AS cohort_rate_3m, c.retention_rate_6m AS cohort_rate_6m,
                   r.size_1m, r.size_3m, r.size_6m, r.retained_1m, r.retained_3m, r.retained_6m,
                   r.retention_rate_1m, r.retention_rate_3m, r.retention_rate_6m, r.month_over_month_decline, r.baseline,
                   mainstay.parameter('retention_target_1m')::integer AS target_1m, mainstay.parameter('retention_target_3m')::integer AS target_3m,
                   mainstay.parameter('retention_target_6m')::integer AS target_6m,
                   mainstay.parameter('retention_decline_alert_percent')::integer AS decline_alert
              FROM mainstay.retention(\(asOf), \(definition)) AS r CROSS JOIN LATERAL unnest(r.cohorts) AS c
            """)
        guard let first = rows.first else { throw PostgresError.misuse("retention gave no cohorts") }
        return Retention(
            asOf: asOf, definition: definition,
            cohorts: try rows.map { row in
                Cohort(
                    month: try row["cohort_month"], size: try row["size"],
                    retained: try steps.map { try row["cohort_retained_\($0)m"] },
                    rates: try steps.map { try row["cohort_rate_\($0)m"] })
            },
            overall: try steps.map { step in
                // Without an observable cohort there is no sum.
                Rate(
                    part: try first.decode("retained_\(step)m", as: Int?.self) ?? 0,
                    whole: try first.decode("size_\(step)m", as: Int?.self) ?? 0,
                    percent: try first["retention_rate_\(step)m"])
            },
            monthOverMonthDecline: try first["month_over_month_decline"],
            targets: try steps.map { try first["target_\($0)m"] },
            baseline: try first["baseline"], declineAlert: try first["decline_alert"])
    }
}

extension Retention {
    /// The shape of `mainstay metrics retention --format json`.
    public var json: JSON {
        func byStep(_ values: [JSON]) -> JSON {
            .object(zip(Self.steps, values).map { JSON.Member("\($0)", $1) })
        }
        return .object([
            "as_of": .from(asOf),
            "definition": .string(definition.rawValue),
            "cohorts": .array(
                cohorts.map { cohort in
                    .object([
                        "cohort_month": .string("\(cohort.month)"),
                        "size": .from(cohort.size),
                        "retained": byStep(cohort.retained.map { .from($0) }),
                        "rate": byStep(cohort.rates.map { .from($0) }),
                    ])
                }),
            "overall": byStep(overall.map(\.json)),
            "trend": .array(trend.map { .object(["cohort_month": .string("\($0.month)"), "rate": .decimal($0.rate)]) }),
            "month_over_month_decline": .from(monthOverMonthDecline),
            "targets": byStep(targets.map { .from($0) }),
            "baseline": .from(baseline),
        ])
    }
}
