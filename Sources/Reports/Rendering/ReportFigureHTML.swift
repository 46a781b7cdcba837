import Dashboards
import Domain

/// Figures as tiles: the value large, beside it all that is needed to judge it.
enum ReportFigureHTML {
    static func tiles(_ figures: [ReportFigure]) -> String {
        "<dl class=\"report-figures\">\n" + figures.map(tile).joined() + "</dl>\n"
    }

    private static func tile(_ figure: ReportFigure) -> String {
        var html = "<div class=\"report-figure\(figure.verdict.map { " " + mark($0).tone } ?? "")\"><dt>\(escaped(figure.title))</dt>"
        html += "<dd class=\"value\">\(escaped(figure.valueText))"
        if let unit = figure.unit, figure.value.number != nil { html += " <small>\(escaped(unit))</small>" }
        html += "</dd>"
        if let verdict = figure.verdict {
            // A sign and a word: colour is never the only one.
            html += "<dd class=\"verdict\"><i aria-hidden=\"true\">\(mark(verdict).sign)</i> \(verdict.text)</dd>"
        }
        for detail in figure.details { html += "<dd><span>\(escaped(detail.name))</span> \(escaped(detail.text))</dd>" }
        if let note = figure.note { html += "<dd class=\"note\">\(ReportHTML.prose(note))</dd>" }
        return html + "</div>\n"
    }

    private static func mark(_ verdict: Verdict) -> (tone: String, sign: String) {
        switch verdict {
        case .onTarget: ("on-target", "●")
        case .offTarget: ("off-target", "■")
        case .provisional: ("provisional", "▲")
        case .unknown: ("unknown", "○")
        }
    }

    private static func escaped(_ text: String) -> String { HTMLText.escaped(text) }
}
