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

    let windowDays: Int
    /// Answers with a text.
    let answers: Int
    let average: Decimal?
    /// Whose answers score low; the most mentioned first.
    let low: [Theme]
    /// Whose answers score high.
    let high: [Theme]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> ThemeReport {
        let feedback = try await FeedbackThemes.fetch(asOf: asOf, on: connection)
        let average = feedback.overallAverage ?? 0
        let known = feedback.themes.filter { $0.mentions >= enough }
        let low = known.filter { $0.averageScore <= average - distance }.prefix(shown)
        let high = known.filter { $0.averageScore >= average + distance }.prefix(shown)
        let texts = Array(Set((low + high).flatMap { $0.answers.map(\.text) })).sorted()
        let writers = try await writers(of: texts, feedback, on: connection)
        var used: Set<String> = []
        func report(_ theme: FeedbackThemes.Theme) -> Theme {
            Theme(
                phrase: theme.phrase, mentions: theme.mentions, averageScore: theme.averageScore,
                quotes: theme.answers.filter { used.insert($0.text).inserted }
                    .map { Quote(text: PlainQuote.text($0.text, without: writers[$0.text] ?? []), score: $0.score) })
        }
        return ThemeReport(
            windowDays: feedback.windowDays, answers: feedback.answers, average: feedback.overallAverage, low: low.map(report),
            high: high.map(report))
    }

    /// Who wrote a text, where a single customer did: what several wrote alike tells of none of them.
    private static func writers(of texts: [String], _ feedback: FeedbackThemes, on connection: Connection) async throws -> [String:
        [String]]
    {
        guard !texts.isEmpty else { return [:] }
        let rows = try await connection.query(
            """
            SELECT btrim(s.feedback_text) AS text, min(u.name) AS name
              FROM mainstay.nps_surveys AS s JOIN mainstay.users AS u ON u.user_id = s.user_id
             WHERE s.score IS NOT NULL AND COALESCE(s.responded_at, s.created_at) > \(feedback.asOf.adding(days: -Int64(feedback.windowDays)))
               AND COALESCE(s.responded_at, s.created_at) <= \(feedback.asOf) AND btrim(s.feedback_text) = ANY (\(texts))
             GROUP BY btrim(s.feedback_text) HAVING count(DISTINCT s.user_id) = 1 AND min(u.name) IS NOT NULL
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { (try $0.decode("text", as: String.self), [try $0.decode("name", as: String.self)]) })
    }
}
