import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func feedbackThemes(_ feedback: FeedbackThemes) -> Panel {
        let themes = feedback.themes
        return Panel(
            id: "feedback-themes", title: "What customers write about",
            definition: """
                Words and two-word phrases of the survey answers of the last \(feedback.windowDays) days that at least 3 answers mention. The size is the \
                number of answers that mention it, the colour their mean score against the mean of all answers: what customers scored, not what a \
                dictionary makes of their words.
                """,
            headline: themes.first?.phrase ?? "–",
            detail: feedback.overallAverage.map {
                "most mentioned; \(NumberText.count(feedback.answers)) answers, mean score \(NumberText.decimal($0))"
            },
            chart: feedback.overallAverage.map { average in
                Chart(
                    kind: .words, labels: themes.map(\.phrase),
                    series: [
                        Chart.Series(name: "Mentions", values: themes.map { Decimal($0.mentions) }),
                        Chart.Series(name: "Mean score of the answers that mention it", values: themes.map(\.averageScore)),
                    ],
                    minimum: 0, maximum: 10, marks: [Chart.Mark(value: average, label: "mean of all answers")])
            },
            table: DataTable(
                columns: [
                    .init("phrase", "Phrase", .text), .init("mentions", "Answers", .integer),
                    .init("average_score", "Mean score", .decimal),
                    .init("difference", "Against all", .decimal), .init("newest_answers", "Newest answers", .text),
                ],
                rows: themes.map { theme in
                    [
                        .text(theme.phrase), .from(theme.mentions), .from(theme.averageScore),
                        .from(feedback.overallAverage.map { theme.averageScore - $0 }),
                        .text(theme.answers.map(\.line).joined(separator: "\n")),
                    ]
                }),
            empty: themes.isEmpty
                ? EmptyState(
                    missing: "No word was mentioned by 3 survey answers of the \(feedback.windowDays) days up to then.",
                    remedy: "Import answers with a feedback_text (nps_surveys.csv).") : nil)
    }
}

extension FeedbackThemes.Answer {
    /// `9 · Great support.`, on one line whatever the customer wrote.
    fileprivate var line: String { "\(score) · " + text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
