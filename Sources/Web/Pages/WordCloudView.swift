import Dashboards
import Foundation

/// Phrases sized by how many answers mention them, and toned by what those answers scored against all answers.
enum WordCloudView {
    static func view(_ chart: Chart) -> View {
        let mentions = chart.series.first?.values ?? []
        let means = chart.series.count > 1 ? chart.series[1].values : []
        let overall = chart.marks.first?.value
        let known = mentions.compactMap { $0 }.map { ($0 as NSDecimalNumber).doubleValue }
        let (least, most) = (known.min() ?? 0, known.max() ?? 0)
        let words: [View] = chart.labels.enumerated().map { index, phrase in
            let count = mentions.indices.contains(index) ? mentions[index] ?? 0 : 0
            let mean = means.indices.contains(index) ? means[index] : nil
            let feeling = Feeling(mean: mean, overall: overall)
            return [
                "phrase": phrase, "size": size((count as NSDecimalNumber).doubleValue, least, most), "feeling": feeling.rawValue,
                "symbol": feeling.symbol, "spoken": spoken(count, mean, overall), "mentions": FigureText.short(count),
            ]
        }
        var view: View = ["list": words]
        if let overall { view["overall"] = ["mean": FigureText.short(overall)] as View }
        return view
    }

    /// Against the mean of all answers; half a point on the scale of 0 to 10 is no difference.
    private enum Feeling: String {
        case better
        case same
        case worse

        init(mean: Decimal?, overall: Decimal?) {
            guard let mean, let overall else {
                self = .same
                return
            }
            let difference = mean - overall
            self = difference >= Decimal(0.5) ? .better : difference <= Decimal(-0.5) ? .worse : .same
        }

        var symbol: String {
            switch self {
            case .better: "▲"
            case .same: "●"
            case .worse: "▼"
            }
        }
    }

    /// 1 to 8; by the square root, so that an area stands for the number.
    private static func size(_ count: Double, _ least: Double, _ most: Double) -> Int {
        guard most > least else { return 4 }
        let share = (count.squareRoot() - least.squareRoot()) / (most.squareRoot() - least.squareRoot())
        return min(8, max(1, 1 + Int((share * 7).rounded())))
    }

    private static func spoken(_ count: Decimal, _ mean: Decimal?, _ overall: Decimal?) -> String {
        var text = count == 1 ? "1 mention" : "\(FigureText.short(count)) mentions"
        if let mean { text += ", mean score \(FigureText.short(mean))" }
        if mean != nil, let overall { text += " against \(FigureText.short(overall)) overall" }
        return text
    }
}
