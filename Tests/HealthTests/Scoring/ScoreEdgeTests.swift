import Domain
import Foundation
import Postgres
import Testing

/// The edges of metrics.md §2, with figures worked out by hand.
@Suite struct ScoreEdgeTests {
    private let start = time("2024-01-01T00:00:00Z")

    @Test func engagementFallsExactlyOneSevenAndThirtyDaysAfterTheLastActivity() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            // The day after is the leap day.
            let activity = time("2024-02-28T12:00:00.000001Z")
            try await ledger.event(customer, activity)
            func engagement(_ moment: Moment) async throws -> Int? { try await ledger.score(customer, moment)?.engagement }
            #expect(try await engagement(activity.adding(microseconds: -1)) == 0)
            #expect(try await engagement(activity) == 40)
            #expect(try await engagement(time("2024-02-29T12:00:00Z")) == 40)
            #expect(try await engagement(time("2024-02-29T12:00:00.000001Z")) == 30)
            #expect(try await engagement(time("2024-03-06T12:00:00Z")) == 30)
            #expect(try await engagement(time("2024-03-06T12:00:00.000001Z")) == 20)
            #expect(try await engagement(time("2024-03-29T12:00:00Z")) == 20)
            #expect(try await engagement(time("2024-03-29T12:00:00.000001Z")) == 0)
        }
    }

    @Test func theLastLoginIsActivityUpToTheMomentOnly() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, time("2024-02-01T00:00:00Z"))
            try await ledger.change(customer, at: start, "last_login = \(time("2024-02-05T00:00:00Z"))")
            #expect(
                try await ledger.answers.score(of: customer, at: time("2024-02-04T23:59:59.999999Z"))?.inputs.lastActivity
                    == time("2024-02-01T00:00:00Z"))
            #expect(
                try await ledger.answers.score(of: customer, at: time("2024-02-05T00:00:00Z"))?.inputs.lastActivity
                    == time("2024-02-05T00:00:00Z"))
            #expect(try await ledger.answers.score(of: customer, at: time("2024-01-31T00:00:00Z"))?.inputs.lastActivity == nil)
        }
    }

    @Test func eachOpenTicketCostsTenPointsDownToNone() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            var expected = [30, 20, 10, 0, 0]
            for day in 1...4 { try await ledger.ticket(customer, start.adding(days: Int64(day))) }
            for day in 0...4 {
                #expect(try await ledger.score(customer, start.adding(days: Int64(day)))?.support == expected.removeFirst())
            }
        }
    }

    @Test func aTicketIsOpenFromItsOpeningUntilJustBeforeItsClosing() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            let (opened, closed) = (time("2024-01-10T00:00:00Z"), time("2024-01-12T00:00:00Z"))
            // What the status says does not matter where there is an end.
            try await ledger.ticket(customer, opened, closed: closed, status: "open")
            try await ledger.ticket(customer, opened, closed: closed, status: "whatever")
            // Never open: closed at once, or of a status that does not mean open.
            try await ledger.ticket(customer, opened, closed: opened)
            try await ledger.ticket(customer, opened, status: "Open")
            try await ledger.ticket(customer, opened, status: "resolved")
            func tickets(_ moment: Moment) async throws -> Int? {
                try await ledger.answers.score(of: customer, at: moment)?.inputs.openTickets
            }
            #expect(try await tickets(opened.adding(microseconds: -1)) == 0)
            #expect(try await tickets(opened) == 2)
            #expect(try await tickets(closed.adding(microseconds: -1)) == 2)
            #expect(try await tickets(closed) == 0)
            try await ledger.ticket(customer, opened, status: "pending")
            #expect(try await tickets(closed) == 1)
        }
    }

    @Test func featuresCountOnceByNameAndOneByOneWithoutAName() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            func value(_ day: Int64) async throws -> Int? { try await ledger.score(customer, start.adding(days: day))?.value }
            try await ledger.adopted(customer, "reports", start.adding(days: 1))
            try await ledger.adopted(customer, "reports", start.adding(days: 2))
            try await ledger.event(customer, start.adding(days: 2), feature: "export")
            try await ledger.adopted(customer, nil, start.adding(days: 3))
            try await ledger.adopted(customer, nil, start.adding(days: 4))
            try await ledger.adopted(customer, "", start.adding(days: 5))
            try await ledger.adopted(customer, "Reports", start.adding(days: 6))
            try await ledger.adopted(customer, "api", start.adding(days: 7))
            try await ledger.adopted(customer, "sso", start.adding(days: 8))
            let expected = [0, 5, 5, 10, 15, 20, 25, 30, 30]
            for (day, points) in expected.enumerated() { #expect(try await value(Int64(day)) == points, "day \(day)") }
        }
    }

    @Test func aCoreFeatureAddsItsBonusOnceAndWithinTheCap() async throws {
        try await Ledger.open { ledger in
            try await ledger.connection.execute(
                "INSERT INTO mainstay.features (name, core) VALUES ('reports', true), ('export', true), ('', true), ('api', false)")
            let customer = try await ledger.customer(start)
            func value(_ day: Int64) async throws -> Int? { try await ledger.score(customer, start.adding(days: day))?.value }
            // No name is not the name of the feature that somebody listed without one.
            try await ledger.adopted(customer, "", start.adding(days: 1))
            try await ledger.adopted(customer, "api", start.adding(days: 2))
            try await ledger.adopted(customer, "reports", start.adding(days: 3))
            try await ledger.adopted(customer, "export", start.adding(days: 4))
            try await ledger.adopted(customer, "sso", start.adding(days: 5))
            for (day, points) in [0, 5, 10, 25, 30, 30].enumerated() { #expect(try await value(Int64(day)) == points, "day \(day)") }
            #expect(
                try await ledger.answers.history(of: customer, from: start, to: start.adding(days: 5)).map(\.score?.value) == [
                    0, 5, 10, 25, 30,
                ])
        }
    }

    @Test func labelsChangeAtSeventyAndForty() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            let today = start.adding(days: 10)
            func standing() async throws -> String? { try await ledger.score(customer, today).map { "\($0.total) \($0.status.rawValue)" } }
            #expect(try await standing() == "30 Critical")
            try await ledger.adopted(customer, "a", start.adding(days: -100))
            #expect(try await standing() == "35 Critical")
            try await ledger.adopted(customer, "b", start.adding(days: -100))
            #expect(try await standing() == "40 At-Risk")
            try await ledger.event(customer, today.adding(days: -7))
            #expect(try await standing() == "60 At-Risk")
            try await ledger.adopted(customer, "c", start.adding(days: -100))
            #expect(try await standing() == "65 At-Risk")
            try await ledger.adopted(customer, "d", start.adding(days: -100))
            #expect(try await standing() == "70 Healthy")
        }
    }

    @Test func pointsAreScaledToTheirWeightHalfAwayFromZero() async throws {
        try await Ledger.open { ledger in
            try await ledger.model(
                since: time("2023-01-01T00:00:00Z"), ["engagement_weight": 35, "support_weight": 45, "value_weight": 20])
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, start)
            // 35 × 30/40 = 26.25, and 35 × 20/40 = 17.5
            #expect(try await ledger.score(customer, start.adding(days: 1))?.engagement == 26)
            #expect(try await ledger.score(customer, start.adding(days: 7))?.engagement == 18)
            try await ledger.adopted(customer, "a", start)
            // 20 × 5/30 = 3.33, 20 × 10/30 = 6.67, 45 × 20/30 = 30
            #expect(try await ledger.score(customer, start)?.value == 3)
            try await ledger.adopted(customer, "b", start)
            #expect(try await ledger.score(customer, start)?.value == 7)
            try await ledger.ticket(customer, start)
            #expect(try await ledger.score(customer, start)?.support == 30)
        }
    }

    @Test func earlierScoresKeepTheModelOfTheirTime() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            let change = time("2024-01-05T10:00:00Z")
            try await ledger.model(since: change, ["engagement_weight": 0, "support_weight": 100, "value_weight": 0])
            #expect(try await ledger.score(customer, change.adding(microseconds: -1))?.total == 30)
            #expect(try await ledger.score(customer, change)?.total == 100)
            let history = try await ledger.answers.history(of: customer, from: start, to: start.adding(days: 30))
            #expect(history.map(\.moment) == [start, change])
            #expect(history.map(\.model) == [1, 2])
        }
    }
}
