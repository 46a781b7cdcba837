import Dashboards
import Domain
import Reports

/// Two reports side by side.
enum ReportComparisonView {
    /// - Parameter alike: the reports of the kind, to choose others from.
    static func view(_ comparison: ReportComparison, alike: [ReportHeader]) -> View {
        [
            "kindTitle": comparison.later.kind.title,
            "earlier": ReportListView.entry(comparison.earlier), "later": ReportListView.entry(comparison.later),
            "lines": comparison.lines.map { line in
                var view: View = [
                    "figure": line.title, "key": line.key, "before": line.earlier.text(line.kind), "now": line.later.text(line.kind),
                    "difference": line.differenceText,
                ]
                if let notes = line.notesText { view["notes"] = ["text": notes] as View }
                return view
            },
            "ones": alike.map { option($0, isChosen: $0.id == comparison.earlier.id) },
            "others": alike.map { option($0, isChosen: $0.id == comparison.later.id) },
        ]
    }

    private static func option(_ header: ReportHeader, isChosen: Bool) -> View {
        ["id": "\(header.id)", "label": "\(FigureText.moment(header.asOf)), report \(header.id)", "isChosen": isChosen]
    }
}
