import CustomerMetrics
import Domain
import Foundation
import Testing

@testable import Reports

@Suite struct NPSTrendTests {
    private static let asOf = moment("2026-06-01T07:00:00Z")

    private func decimal(_ text: String) -> Decimal? { Decimal(string: text) }

    @Test("months are compared by the interval of their difference") func different() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("answerer")
            // April: 2 promoters, 2 passives, 16 detractors; May: the other way round.
            for (month, promoters, detractors) in [("04", 2, 16), ("05", 16, 2)] {
                try await company.answers(promoters, score: 10, at: "2026-\(month)-10")
                try await company.answers(2, score: 8, at: "2026-\(month)-11")
                try await company.answers(detractors, score: 3, at: "2026-\(month)-12")
            }
            let trend = try await company.ask { try await NPSTrend.fetch(asOf: Self.asOf, on: $0) }
            let (before, newest) = try #require(trend.all.compared)
            #expect(before.month == Month("2026-04") && newest.month == Month("2026-05"))
            #expect(before.provisionalScore == -70 && newest.provisionalScore == 70 && newest.score == nil)
            #expect(newest.difference?.points == 140)
            #expect(newest.difference?.interval.low == decimal("81.81") && newest.difference?.interval.high == decimal("161.67"))
            #expect(trend.all.comparison == .higher)
            #expect(trend.segments.map(\.segment) == [.basic])
            #expect(trend.segments.first?.comparison == .higher)
        }
    }

    @Test("equal months are not different, and it is said") func equal() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("answerer")
            for month in ["04", "05"] {
                for score in [10, 8, 3] { try await company.answers(5, score: score, at: "2026-\(month)-10") }
            }
            let trend = try await company.ask { try await NPSTrend.fetch(asOf: Self.asOf, on: $0) }
            #expect(trend.all.comparison == .notDifferent)
            #expect(trend.all.compared?.newest.difference?.points == 0)
            #expect(trend.finding?.statement.contains("not different from April 2026 (0.00)") == true)
            #expect(trend.finding?.direction == .neutral)
        }
    }

    @Test("the month that is not over is compared with nothing; its last instant belongs to it") func edges() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("answerer")
            try await company.answers(12, score: 10, at: "2026-05-31T23:59:59.999999Z")
            try await company.answers(12, score: 0, at: "2026-06-01T00:00:00Z")
            try await company.answers(12, score: 0, at: "2026-06-01T07:00:00.000001Z")
            let trend = try await company.ask { try await NPSTrend.fetch(asOf: Self.asOf, on: $0) }
            #expect(trend.all.months.last?.responses == 12, "nothing later than the moment counts")
            #expect(trend.all.months.last?.isOver == false)
            #expect(trend.all.compared?.newest.provisionalScore == 100)
            #expect(trend.all.comparison == .tooFew(answers: 0, in: try #require(Month("2026-04"))))
            let ended = try await company.ask { try await NPSTrend.fetch(asOf: moment("2026-06-01"), on: $0) }
            #expect(ended.all.compared?.newest.month == Month("2026-05"), "a month is over at the first instant of the next")
        }
    }

    @Test("9 answers are too few to compare, 10 are enough") func tooFew() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("answerer")
            try await company.answers(10, score: 10, at: "2026-04-10")
            try await company.answers(9, score: 0, at: "2026-05-10")
            let nine = try await company.ask { try await NPSTrend.fetch(asOf: Self.asOf, on: $0) }
            #expect(nine.all.comparison == .tooFew(answers: 9, in: try #require(Month("2026-05"))))
            #expect(nine.finding?.statement.contains("May 2026 has 9 answers, and 10 are needed") == true)
            try await company.answers(1, score: 0, at: "2026-05-10")
            let ten = try await company.ask { try await NPSTrend.fetch(asOf: Self.asOf, on: $0) }
            #expect(ten.all.comparison == .lower)
        }
    }

    @Test("figures of a month are those of the metrics") func agreesWithMetrics() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("answerer", tier: "enterprise")
            try await company.answers(74, score: 9, at: "2026-05-10")
            try await company.answers(43, score: 7, at: "2026-05-10")
            try await company.answers(12, score: 6, at: "2026-05-10")
            let trend = try await company.ask { try await NPSTrend.fetch(asOf: Self.asOf, on: $0) }
            let nps = try await company.ask { try await NPS.fetch(asOf: Self.asOf, on: $0) }
            let month = try #require(trend.all.compared?.newest)
            let known = try #require(nps.months.first?.figure)
            #expect(month.score == known.score && month.responses == known.responses)
            #expect(month.interval?.low == known.interval?.low && month.interval?.high == known.interval?.high)
        }
    }

    @Test("without an answer there are months, and nothing in them") func empty() async throws {
        try await ReportedCompany.with { company in
            let trend = try await company.ask { try await NPSTrend.fetch(asOf: Self.asOf, on: $0) }
            #expect(trend.all.months.count == 13)
            #expect(trend.all.months.allSatisfy { $0.responses == 0 && $0.shown == nil && $0.interval == nil })
            #expect(trend.segments.isEmpty && trend.finding == nil)
        }
    }
}
