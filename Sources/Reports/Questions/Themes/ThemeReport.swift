import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema

/// What customers write about, with quotes that others may read.
struct ThemeReport: Sendable, Hashable {
    struct Theme: Sendable, Hashable {
        let phrase: String
        /// Answers that mention it.
        let mentions: Int
        /// Of these answers, with 2 decimals.
        let averageScore: Decimal
        /// Newest first, each without what tells who wrote it; none that another theme before it shows.
        let quotes: [Quote]
    }

    struct Quote: Sendable, Hashable {
        let text: String
        let score: Int
    }

    /// A theme is low or high from so far from the mean of all answers on.
    static let distance: Decimal = 1
    /// So many answers must mention it.
    static let enough = 5
    static let shown = 5
    /// Of the answers, in percent: what so many mention is told, whatever they score.
    static let common = 5

    let windowDays: Int
    /// Answers with a text.
    let answers: Int
    let average: Decimal?
    /// Whose answers score low; the most mentioned first.
    let low: [Theme]
    /// Whose answers score high.
    let high: [Theme]
    /// What many mention whose scores are like those of all; the most mentioned first, without quotes.
    let common: [Theme]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> ThemeReport {
        let feedback = try await FeedbackThemes.fetch(asOf: asOf, on: connection)
        let average = feedback.overallAverage ?? 0
        let known = feedback.themes.filter { $0.mentions >= enough }
        let low = known.filter { $0.averageScore <= average - distance }.prefix(shown)
        let high = known.filter { $0.averageScore >= average + distance }.prefix(shown)
        let common = known.filter {
            ($0.averageScore - average).magnitude < distance && 100 * $0.mentions >= Self.common * feedback.answers
        }.prefix(shown)
        let texts = Array(Set((low + high).flatMap { $0.answers.map(\.text) })).sorted()
        let writers = try await QuotedWriters.names(
            of: texts,
            in: """
                SELECT s.user_id, s.feedback_text AS text FROM mainstay.nps_surveys AS s
                 WHERE s.score IS NOT NULL AND COALESCE(s.responded_at, s.created_at) > \(asOf.adding(days: -Int64(feedback.windowDays)))
                   AND COALESCE(s.responded_at, s.created_at) <= \(asOf)
                """, on: connection)
        var used: Set<String> = []
        func report(_ theme: FeedbackThemes.Theme) -> Theme {
            Theme(
                phrase: theme.phrase, mentions: theme.mentions, averageScore: theme.averageScore,
                quotes: theme.answers.filter { used.insert($0.text).inserted }
                    .map { Quote(text: PlainQuote.text($0.text, without: writers[$0.text] ?? []), score: $0.score) })
        }
        return ThemeReport(
            windowDays: feedback.windowDays, answers: feedback.answers, average: feedback.overallAverage, low: low.map(report),
            high: high.map(report),
            common: common.map { Theme(phrase: $0.phrase, mentions: $0.mentions, averageScore: $0.averageScore, quotes: []) })
    }
}
