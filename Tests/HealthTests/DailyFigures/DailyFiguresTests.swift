import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Health

@Suite struct DailyFiguresTests {
    private func day(_ text: String) -> CivilDate { CivilDate(daysSinceEpoch: Int(time(text).microseconds / Moment.microsecondsPerDay)) }

    @Test func aDaysFiguresAreThoseOfTwoInTheMorning() throws {
        #expect(DailyFigures.time(of: day("2024-02-29")) == time("2024-02-29T02:00:00Z"))
        #expect(DailyFigures.newestDay(at: time("2024-02-29T01:59:59.999999Z")) == day("2024-02-28"))
        #expect(DailyFigures.newestDay(at: time("2024-02-29T02:00:00Z")) == day("2024-02-29"))
        #expect(DailyFigures.newestDay(at: time("2024-03-01T01:59:59.999999Z")) == day("2024-02-29"))
    }

    @Test func figuresOfPastDaysFollowTheHistory() async throws {
        try await Ledger.open { ledger in
            let basic = try await ledger.customer(time("2024-03-01T02:00:00Z"), tier: "basic")
            try await ledger.event(basic, time("2024-03-01T02:00:00Z"))
            let free = try await ledger.customer(time("2024-03-02T02:00:00.000001Z"))
            try await ledger.change(free, at: time("2024-03-05T02:00:00Z"), "status = 'churned'")
            let figures = DailyFigures(pool: ledger.database.pool)
            #expect(try await figures.firstDay() == day("2024-03-01"))
            // What is stored of these days is replaced.
            try await ledger.connection.execute("INSERT INTO mainstay.daily_figures VALUES ('2024-03-02', 'Enterprise', 5, 50, 5, 0, 0)")
            try await figures.rebuild(day("2024-02-29")...day("2024-03-08"))

            let none = Figures(of: [])
            func average(_ score: Decimal, _ customers: Int, _ healthy: Int, _ atRisk: Int, _ critical: Int) -> Figures {
                Figures(customers: customers, averageScore: score, healthy: healthy, atRisk: atRisk, critical: critical)
            }
            func stored(_ text: String) async throws -> [String: Figures] { try await ledger.answers.dailyFigures(of: day(text)) }
            #expect(try await stored("2024-02-29") == ["All": none])
            #expect(try await stored("2024-03-01") == ["All": average(70, 1, 1, 0, 0), "Basic": average(70, 1, 1, 0, 0)])
            #expect(try await stored("2024-03-02") == ["All": average(60, 1, 0, 1, 0), "Basic": average(60, 1, 0, 1, 0)])
            for date in ["2024-03-03", "2024-03-04"] {
                #expect(
                    try await stored(date) == [
                        "All": average(45, 2, 0, 1, 1), "Basic": average(60, 1, 0, 1, 0), "Free": average(30, 1, 0, 0, 1),
                    ])
            }
            #expect(try await stored("2024-03-05") == ["All": average(60, 1, 0, 1, 0), "Basic": average(60, 1, 0, 1, 0)])
            #expect(try await stored("2024-03-08") == ["All": average(50, 1, 0, 1, 0), "Basic": average(50, 1, 0, 1, 0)])

            // The figures of one moment are the same, whichever way they are made.
            for date in ["2024-03-01", "2024-03-04", "2024-03-08"] {
                #expect(try await ledger.answers.figures(at: DailyFigures.time(of: day(date))) == stored(date))
            }
        }
    }

    @Test func whereNothingIsKeptEveryDaySinceTheFirstCustomerIsComputed() async throws {
        try await Ledger.open { ledger in
            let figures = DailyFigures(pool: ledger.database.pool)
            #expect(try await figures.bringUpToDate(to: day("2024-03-01")) == day("2024-03-01")...day("2024-03-01"))
            try await ledger.connection.execute("DELETE FROM mainstay.daily_figures")
            try await ledger.customer(time("2024-01-15T12:00:00Z"))
            #expect(try await figures.bringUpToDate(to: day("2024-03-01")) == day("2024-01-15")...day("2024-03-01"))
            #expect(try await ledger.answers.dailyFigures(of: day("2024-01-15"))["All"]?.customers == 0)
            #expect(try await ledger.answers.dailyFigures(of: day("2024-01-16"))["All"]?.customers == 1)
        }
    }

    @Test func aNewDayBringsTheOneBeforeItAlong() async throws {
        try await Ledger.open { ledger in
            let figures = DailyFigures(pool: ledger.database.pool)
            try await figures.bringUpToDate(to: day("2024-02-27"))
            #expect(try await figures.bringUpToDate(to: day("2024-02-27")) == nil)
            #expect(try await figures.bringUpToDate(to: day("2024-02-26")) == nil)
            #expect(try await figures.bringUpToDate(to: day("2024-02-28")) == day("2024-02-27")...day("2024-02-28"))
            #expect(try await figures.bringUpToDate(to: day("2024-03-30")) == day("2024-02-28")...day("2024-03-30"))
        }
    }

    @Test func averagesAreRoundedHalfAwayFromZero() async throws {
        try await Ledger.open { ledger in
            let created = time("2024-01-01T00:00:00Z")
            // Seven of 30 and one of 35: 30.625
            for _ in 0..<7 { try await ledger.customer(created) }
            try await ledger.adopted(try await ledger.customer(created), "reports", created.adding(days: -40))
            #expect(try await ledger.answers.figures(at: created)["All"]?.averageScore == Decimal(string: "30.63"))
            try await DailyFigures(pool: ledger.database.pool).rebuild(day("2024-01-01")...day("2024-01-01"))
            #expect(try await ledger.answers.dailyFigures(of: day("2024-01-01"))["All"]?.averageScore == Decimal(string: "30.63"))
        }
    }
}
