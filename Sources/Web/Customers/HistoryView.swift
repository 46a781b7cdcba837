import CustomerMetrics
import Dashboards
import Domain
import Foundation

/// The course of the score as a chart of steps, and every step as a table.
enum HistoryView {
    static func view(_ story: CustomerStory) -> View {
        let history = story.history
        let path = story.asked.historyPath(story.profile.customer)
        guard history.steps.contains(where: { $0.score != nil }) else {
            return [
                "nothing": ["missing": "No score in these days.", "remedy": "Only active customers have one. Choose a longer time."]
                    as View,
                "historyPath": path,
            ]
        }
        return [
            "chart": ["json": json(history, story.profile.model), "words": words(history)] as View,
            "historyPath": path,
            "steps": steps(history).reversed(),
            "count": SpanText.count(history.steps.count, "step"),
            "models": history.modelChanges.map {
                ["sentence": "Model version \($0.version) since \(FigureText.moment($0.moment))."] as View
            },
        ]
    }

    // MARK: The chart

    /// So many points stand for the time, evenly: the chart is true in time, the table in every step.
    private static let points = 180

    /// The shape of a ``Chart``, drawn in steps.
    private static func json(_ history: ScoreHistory, _ model: HealthModel) -> String {
        let step = max(1, (history.to.microseconds - history.from.microseconds) / Int64(points))
        let moments = (0...points).map { Moment(microseconds: min(history.from.microseconds + Int64($0) * step, history.to.microseconds)) }
        let totals = moments.map { history.total(at: $0) }
        var series: [JSON] = [
            ["name": "Score", "values": .array(totals.map { .from($0) }), "tone": .string(Chart.Tone.accent.rawValue)]
        ]
        for change in history.modelChanges {
            // A point of its own where the model changed, on the line.
            let place = moments.firstIndex { $0 >= change.moment } ?? points
            series.append([
                "name": .string("Model version \(change.version)"),
                "values": .array(totals.indices.map { $0 == place ? .from(totals[$0]) : .null }),
                "tone": .string(Chart.Tone.muted.rawValue),
            ])
        }
        func mark(_ name: String, _ label: String) -> [JSON] { model[name].map { [["value": .from($0), "label": .string(label)]] } ?? [] }
        let chart: JSON = [
            "kind": .string(Chart.Kind.line.rawValue), "labels": .array(moments.map { .string(FigureText.moment($0)) }),
            "series": .array(series), "minimum": 0, "maximum": 100,
            "marks": .array(mark("healthy_threshold", "Healthy") + mark("at_risk_threshold", "At risk")),
            "unit": "points", "is_stacked": false, "stepped": true,
        ]
        return chart.text()
    }

    private static func words(_ history: ScoreHistory) -> String {
        let totals = history.steps.compactMap { $0.score?.total }
        guard let first = totals.first, let last = totals.last, let low = totals.min(), let high = totals.max() else { return "No score." }
        return "Score from \(FigureText.moment(history.from)) to \(FigureText.moment(history.to)): from \(first) to \(last), "
            + "lowest \(low), highest \(high), in \(SpanText.count(history.steps.count, "step"))."
    }

    // MARK: The table

    private static func steps(_ history: ScoreHistory) -> [View] {
        var before: Score?
        return history.steps.enumerated().map { index, step in
            var view: View = ["iso": step.moment.iso8601, "text": FigureText.moment(step.moment)]
            if let score = step.score {
                view["total"] = "\(score.total)"
                view["badge"] = HealthStatusView.view(score.status)
                view["parts"] = "\(score.engagement) + \(score.support) + \(score.value)"
                view["note"] = before.map { $0.modelVersion == score.modelVersion } ?? true ? "" : "model version \(score.modelVersion)"
                view["points"] = before.map { SpanText.signed(score.total - $0.total) } ?? (index == 0 ? "" : "began")
            } else {
                view["total"] = FigureText.unknown
                view["parts"] = ""
                view["note"] = "not active"
                view["points"] = ""
            }
            before = step.score
            return view
        }
    }
}

extension ScoreHistory {
    /// The total as it stood at a moment; nil where there was no score.
    func total(at moment: Moment) -> Int? {
        // Steps are in order: the last one up to the moment.
        var low = 0
        var high = steps.count
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].moment <= moment { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? steps[low - 1].score?.total : nil
    }
}
