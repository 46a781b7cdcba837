import Domain
import Foundation
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("What customers write about")
struct FeedbackThemesTests {
    private static let now = "2026-06-01T12:00:00Z"

    private func themes(_ company: Company, asOf moment: String = now) async throws -> FeedbackThemes {
        try await company.ask { try await FeedbackThemes.fetch(asOf: at(moment), on: $0) }
    }

    @Test("a phrase has its mentions, the mean score of the answers that mention it, and the newest of them")
    func mentions() async throws {
        try await Company.with { company in
            try await company.customer("a")
            for (day, score, text) in [
                (1, 2, "The mobile app crashes. Reports are slow!"), (2, 4, "Mobile app, mobile app: slow"),
                (3, 9, "I love the MOBILE app"),
                (4, 10, "Reports are great, reports!"), (5, 9, "great reports"), (6, 7, "slow"),
            ] {
                try await company.survey("a", score: score, responded: "2026-05-0\(day)", feedback: text)
            }
            let answer = try await themes(company)
            #expect(answer.answers == 6)
            #expect(answer.overallAverage == Decimal(string: "6.83"))
            // "mobile" and "app" say no more than the pair.
            #expect(answer.themes.map(\.phrase) == ["mobile app", "reports", "slow"])
            #expect(answer.themes.map(\.mentions) == [3, 3, 3])
            #expect(answer.themes.map(\.averageScore) == [5, 7, Decimal(string: "4.33")])
            #expect(
                answer.themes[0].answers.map(\.text) == [
                    "I love the MOBILE app", "Mobile app, mobile app: slow", "The mobile app crashes. Reports are slow!",
                ])
            #expect(answer.themes[0].answers.map(\.score) == [9, 4, 2])
        }
    }

    @Test("no pair goes across a full stop or a small word, and a word stays that is not of one pair alone")
    func pairs() async throws {
        try await Company.with { company in
            try await company.customer("a")
            for text in ["Good support. Team", "support of team", "support team", "support team", "support team", "support staff"] {
                try await company.survey("a", score: 8, responded: "2026-05-01", feedback: text)
            }
            let answer = try await themes(company)
            #expect(answer.themes.map(\.phrase) == ["support", "team", "support team"])
            #expect(answer.themes.map(\.mentions) == [6, 5, 3])
        }
    }

    @Test("counts answers with a text and a score of the last 90 days, and no others")
    func window() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.survey("a", score: 5, responded: "2026-03-03T12:00:00Z", feedback: "pricing")
            try await company.survey("a", score: 5, responded: "2026-03-03T12:00:00.000001Z", feedback: "pricing")
            try await company.survey("a", score: 6, responded: Self.now, feedback: "Pricing?")
            try await company.survey("a", score: nil, responded: "2026-05-01", feedback: "pricing")
            try await company.survey("a", score: 9, responded: "2026-05-01", feedback: "  ")
            try await company.survey("a", score: 9, responded: "2026-06-01T12:00:00.000001Z", feedback: "pricing")
            try await company.survey("nobody", score: 9, responded: "2026-05-01", feedback: "pricing")
            let few = try await themes(company)
            #expect(few.themes.isEmpty && few.overallAverage == nil)
            try await company.survey("a", score: 7, created: "2026-05-02", feedback: "pricing…")
            let answer = try await themes(company)
            #expect(answer.themes.map(\.phrase) == ["pricing"])
            #expect(answer.themes.map(\.averageScore) == [6])
            #expect(answer.themes[0].answers.map(\.text) == ["Pricing?", "pricing…", "pricing"])
        }
    }

    @Test("shows five examples at the most, and reads other scripts")
    func examples() async throws {
        try await Company.with { company in
            try await company.customer("a")
            for day in 1...7 {
                try await company.survey("a", score: day, responded: "2026-05-0\(day)", feedback: "Preis „fair“ – über Größe \(day)")
            }
            let answer = try await themes(company)
            #expect(answer.themes.first { $0.phrase == "über größe" }?.mentions == 7)
            #expect(answer.themes.allSatisfy { $0.answers.count == 5 })
            #expect(answer.themes.first?.answers.first?.score == 7)
        }
    }
}
