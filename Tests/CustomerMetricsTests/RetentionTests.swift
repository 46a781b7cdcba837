import Domain
import Foundation
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("Question 2: retention")
struct RetentionTests {
    private func retention(
        _ company: Company, asOf moment: String, _ definition: RetentionDefinition = .unbounded
    ) async throws -> Retention {
        try await company.ask { try await Retention.fetch(asOf: at(moment), definition: definition, on: $0) }
    }

    private func cohort(
        _ company: Company, _ month: String, asOf moment: String, _ definition: RetentionDefinition = .unbounded
    ) async throws -> Retention.Cohort? {
        try await retention(company, asOf: moment, definition).cohorts.first { "\($0.month)" == month }
    }

    /// Customers of one month, of whom the first few are active in the month after it and never again.
    private func cohort(_ company: Company, _ month: String, size: Int, retained: Int) async throws {
        let next = Month(month)!.adding(months: 1)
        for number in 0..<size {
            try await company.customer("\(month)/\(number)", created: "\(month)-01")
            if number < retained { try await company.event("\(month)/\(number)", at: "\(next)-15") }
        }
    }

    @Test("shows the current month and the 12 before it, newest first, empty ones with size 0 and no rates")
    func shown() async throws {
        try await Company.with { company in
            try await company.customer("a", created: "2025-11-20")
            let retention = try await retention(company, asOf: "2026-02-10")
            #expect(retention.cohorts.map { "\($0.month)" }.first == "2026-02")
            #expect(retention.cohorts.map { "\($0.month)" }.last == "2025-02")
            #expect(retention.cohorts.count == 13)
            let empty = try #require(retention.cohorts.first { "\($0.month)" == "2025-06" })
            #expect(empty.size == 0)
            #expect(empty.retained == [0, 0, 0])
            #expect(empty.rates == [nil, nil, nil])
        }
    }

    @Test("puts a customer into the UTC month of the creation, to the microsecond")
    func cohortBoundary() async throws {
        try await Company.with { company in
            try await company.customer("last", created: "2026-01-31T23:59:59.999999Z")
            try await company.customer("first", created: "2026-02-01T00:00:00Z")
            try await company.customer("elsewhere", created: "2026-02-01T00:30:00+01:00")
            let retention = try await retention(company, asOf: "2026-03-01")
            #expect(retention.cohorts.filter { $0.size > 0 }.map { "\($0.month) \($0.size)" } == ["2026-02 1", "2026-01 2"])
        }
    }

    @Test("counts those who left, and nobody who is created later")
    func size() async throws {
        try await Company.with { company in
            try await company.customer("gone", created: "2026-01-05", churned: "2026-01-06")
            try await company.customer("here", created: "2026-01-20")
            try await company.customer("later", created: "2026-01-20T00:00:00.000001Z")
            #expect(try await cohort(company, "2026-01", asOf: "2026-01-20")?.size == 2)
        }
    }

    @Test(
        "knows a cell once its month has ended, and not a microsecond before",
        arguments: [(1, "2026-03-01"), (3, "2026-05-01"), (6, "2026-08-01")])
    func observable(step: Int, end: String) async throws {
        try await Company.with { company in
            try await company.customer("a", created: "2026-01-15")
            let index = try #require(Retention.steps.firstIndex(of: step))
            let before = at(end).adding(microseconds: -1).iso8601
            #expect(try await cohort(company, "2026-01", asOf: before)?.retained[index] == nil)
            #expect(try await cohort(company, "2026-01", asOf: before)?.rates[index] == nil)
            #expect(try await cohort(company, "2026-01", asOf: end)?.retained[index] == 0)
            #expect(try await cohort(company, "2026-01", asOf: end)?.rates[index] == 0)
        }
    }

    /// The moment of the only activity, and who of cohort 2024-01 counts as retained at 1 month by both definitions.
    private static let activities: [(moment: String, unbounded: Bool, bounded: Bool)] = [
        ("2024-01-31T23:59:59.999999Z", false, false),
        ("2024-02-01T00:00:00Z", true, true),
        // A leap day is the last of its month.
        ("2024-02-29T23:59:59.999999Z", true, true),
        ("2024-03-01T00:00:00Z", true, false),
        ("2024-07-15T00:00:00Z", true, false),
    ]

    @Test("tells activity in the month from activity in it or later", arguments: activities)
    func definitions(activity: (moment: String, unbounded: Bool, bounded: Bool)) async throws {
        try await Company.with { company in
            try await company.customer("a", created: "2024-01-31T12:00:00Z")
            try await company.event("a", at: activity.moment)
            #expect(try await cohort(company, "2024-01", asOf: "2024-08-01")?.retained[0] == (activity.unbounded ? 1 : 0))
            #expect(try await cohort(company, "2024-01", asOf: "2024-08-01", .bounded)?.retained[0] == (activity.bounded ? 1 : 0))
        }
    }

    @Test("counts the last login like an event")
    func lastLogin() async throws {
        try await Company.with { company in
            try await company.customer("a", created: "2025-10-10", lastLogin: "2026-01-20")
            for definition in RetentionDefinition.allCases {
                #expect(try await cohort(company, "2025-10", asOf: "2026-02-01", definition)?.retained[1] == 1)
            }
        }
    }

    @Test("does not know activity that comes after the moment")
    func past() async throws {
        try await Company.with { company in
            try await company.customer("a", created: "2025-10-10")
            try await company.event("a", at: "2025-12-01T00:00:00.000001Z")
            #expect(try await cohort(company, "2025-10", asOf: "2025-12-01")?.retained[0] == 0)
            #expect(try await cohort(company, "2025-10", asOf: "2025-12-02")?.retained[0] == 1)
        }
    }

    @Test("overall is the sum of retained by the sum of sizes over what can be seen, for each step")
    func overall() async throws {
        try await Company.with { company in
            try await cohort(company, "2025-09", size: 4, retained: 3)
            try await cohort(company, "2025-11", size: 3, retained: 1)
            try await cohort(company, "2026-01", size: 5, retained: 5)
            let retention = try await retention(company, asOf: "2026-02-20")
            // At 1 month the cohort of January is not known yet; at 3 months only September's is.
            #expect(retention.overall.map(\.whole) == [7, 4, 0])
            #expect(retention.overall.map(\.part) == [4, 0, 0])
            #expect(retention.overall.map(\.percent) == [Decimal(string: "57.14"), 0, nil])
        }
    }

    @Test("overall is of the 13 months shown only, the baseline of the first cohort ever")
    func baseline() async throws {
        try await Company.with { company in
            try await cohort(company, "2024-06", size: 2, retained: 2)
            try await cohort(company, "2025-11", size: 4, retained: 1)
            let retention = try await retention(company, asOf: "2026-02-01")
            #expect(retention.overall[0].percent == 25)
            #expect(retention.baseline == 100)
            #expect(try await self.retention(company, asOf: "2024-07-31").baseline == nil)
        }
    }

    @Test("trend takes the 6 newest cohorts that can be seen and have customers")
    func trend() async throws {
        try await Company.with { company in
            for (month, retained) in [
                ("2025-03", 0), ("2025-04", 1), ("2025-05", 2), ("2025-07", 3), ("2025-08", 4), ("2025-10", 2), ("2025-11", 1),
            ] {
                try await cohort(company, month, size: 4, retained: retained)
            }
            try await cohort(company, "2026-01", size: 4, retained: 4)
            let trend = try await retention(company, asOf: "2026-02-15").trend
            #expect(
                trend.map { "\($0.month) \($0.rate)" } == [
                    "2025-11 25", "2025-10 50", "2025-08 100", "2025-07 75", "2025-05 50", "2025-04 25",
                ])
        }
    }

    /// retained of 7 in the cohort before, retained of 3 in the newest
    private static let declines: [(before: Int, newest: Int, decline: String?)] = [
        (4, 1, "41.67"),
        // Exactly −4/3. Of the rates as shown, 14.29 and 33.33, it would be −133.24.
        (1, 1, "-133.33"),
        (7, 3, "0"),
        (0, 1, nil),
        (3, 0, "100"),
    ]

    @Test("declines by the exact rates, relative to the one before", arguments: declines)
    func decline(decline: (before: Int, newest: Int, decline: String?)) async throws {
        try await Company.with { company in
            try await cohort(company, "2025-08", size: 7, retained: decline.before)
            // A month without customers between them is passed over.
            try await cohort(company, "2025-10", size: 3, retained: decline.newest)
            let expected = decline.decline.flatMap { Decimal(string: $0) }
            #expect(try await retention(company, asOf: "2025-12-01").monthOverMonthDecline == expected)
        }
    }

    @Test("has no decline with one cohort only, and nothing at all with none")
    func tooFew() async throws {
        try await Company.with { company in
            #expect(try await retention(company, asOf: "2025-12-01").monthOverMonthDecline == nil)
            #expect(try await retention(company, asOf: "2025-12-01").trend.isEmpty)
            #expect(try await retention(company, asOf: "2025-12-01").baseline == nil)
            #expect(try await retention(company, asOf: "2025-12-01").overall.map(\.percent) == [nil, nil, nil])
            try await cohort(company, "2025-10", size: 3, retained: 1)
            #expect(try await retention(company, asOf: "2025-12-01").monthOverMonthDecline == nil)
            #expect(try await retention(company, asOf: "2025-12-01").trend.count == 1)
        }
    }

    @Test("has the shape that programs rely on, with the targets of the parameters")
    func shape() async throws {
        try await Company.with { company in
            try await company.set("retention_target_3m", "65")
            try await cohort(company, "2025-11", size: 3, retained: 2)
            let retention = try await retention(company, asOf: "2026-01-01", .bounded)
            let text = retention.json.text()
            #expect(
                text.hasPrefix(
                    """
                    {"as_of":"2026-01-01T00:00:00Z","definition":"bounded","cohorts":[\
                    {"cohort_month":"2026-01","size":0,"retained":{"1":null,"3":null,"6":null},"rate":{"1":null,"3":null,"6":null}},\
                    {"cohort_month":"2025-12","size":0,"retained":{"1":null,"3":null,"6":null},"rate":{"1":null,"3":null,"6":null}},\
                    {"cohort_month":"2025-11","size":3,"retained":{"1":2,"3":null,"6":null},"rate":{"1":66.67,"3":null,"6":null}},
                    """))
            #expect(
                text.hasSuffix(
                    """
                    ],"overall":{"1":66.67,"3":null,"6":null},"trend":[{"cohort_month":"2025-11","rate":66.67}],\
                    "month_over_month_decline":null,"targets":{"1":85,"3":65,"6":60},"baseline":66.67}
                    """))
        }
    }
}
