public import Domain
public import Foundation
public import Postgres
import Schema

/// What do customers write about? Words and two-word phrases of survey answers, each with the mean score of the answers that mention it: what
/// people feel about a thing is what they scored, not what a dictionary makes of their words.
public struct FeedbackThemes: Sendable, Hashable {
    public struct Theme: Sendable, Hashable {
        public let phrase: String
        /// Answers that mention it.
        public let mentions: Int
        /// Of these answers, with 2 decimals.
        public let averageScore: Decimal
        /// The newest five of them.
        public let answers: [Answer]
    }

    public struct Answer: Sendable, Hashable {
        public let score: Int
        public let text: String
    }

    public let asOf: Moment
    /// Days of 24 hours up to the moment.
    public let windowDays: Int
    /// Answers with a text that were looked at.
    public let answers: Int
    /// Of all of them, with 2 decimals; nil where no phrase is mentioned often enough.
    public let overallAverage: Decimal?
    /// The most mentioned first.
    public let themes: [Theme]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, windowDays: Int = 90, on connection: Connection) async throws -> FeedbackThemes {
        let rows = try await connection.query("SELECT * FROM mainstay.feedback_themes(\(asOf), \(windowDays)::integer)")
        return FeedbackThemes(
            asOf: asOf, windowDays: windowDays, answers: try rows.first?.decode("all_answers") ?? 0,
            overallAverage: try rows.first?.decode("overall_average"), themes: try rows.map(Theme.init))
    }
}

extension FeedbackThemes.Theme {
    init(_ row: Row) throws {
        let texts: [String] = try row["answers"]
        let scores: [Int] = try row["answer_scores"]
        self.init(
            phrase: try row["phrase"], mentions: try row["mentions"], averageScore: try row["average_score"],
            answers: zip(scores, texts).map { FeedbackThemes.Answer(score: $0, text: $1) })
    }
}
