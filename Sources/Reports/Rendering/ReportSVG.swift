import Dashboards
import Domain
import Foundation

/// Charts as pictures inside the document: no script, no style of their own, colours by classes. Each has a title and a description; the table that
/// belongs to it stands below.
enum ReportSVG {
    static let width = 520.0

    static func picture(_ chart: ReportChart, id: String) -> String {
        let (height, marks): (Double, String)
        switch chart.chart.kind {
        case .line: (height, marks) = LinePicture(chart).drawn
        case .gauge: (height, marks) = GaugePicture(chart.chart).drawn
        case .bar, .donut, .words: (height, marks) = BarPicture(chart).drawn
        case .status: return ""
        }
        let id = HTMLText.escaped(id)
        return "<svg viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\">"
            + "<title id=\"\(id)-t\">\(HTMLText.escaped(chart.title))</title><desc id=\"\(id)-d\">\(HTMLText.escaped(chart.words))</desc>"
            + marks + "</svg>\n"
    }

    /// What the lines or bars stand for, where there are several.
    static func legend(_ chart: ReportChart) -> String {
        let series = chart.chart.kind == .words ? [] : chart.chart.series
        guard series.count > 1 else { return "" }
        let entries = series.enumerated().map { index, series in
            "<li><svg viewBox=\"0 0 16 10\" width=\"16\" height=\"10\" aria-hidden=\"true\">"
                + (chart.chart.kind == .line
                    ? "<path class=\"\(tone(series.tone, index)) line s\(index % 6)\" d=\"M0 5H16\"/>"
                    : "<rect class=\"\(tone(series.tone, index)) bar\" width=\"16\" height=\"10\"/>")
                + "</svg> \(HTMLText.escaped(series.name))</li>"
        }
        return "<ul class=\"report-legend\">\(entries.joined())</ul>\n"
    }

    /// The class that gives a colour; series without a tone take turns.
    static func tone(_ tone: Chart.Tone?, _ index: Int) -> String {
        guard let tone else { return "t-\(["accent", "c1", "c2", "c3", "muted"][index % 5])" }
        return "t-" + tone.rawValue.replacing("_", with: "-")
    }

    static func text(_ text: String, _ x: Double, _ y: Double, _ anchor: String = "start", _ classes: String = "") -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\"\(classes.isEmpty ? "" : " class=\"\(classes)\"")>"
            + HTMLText.escaped(text) + "</text>"
    }

    /// A text cut where it would need more room than there is, also on a phone, where letters are largest. How wide they are is estimated from those of
    /// common sans-serif fonts, rather too wide than too narrow.
    static func fitted(_ text: String, _ room: Double) -> String {
        var (used, kept) = (0.0, "")
        for character in text {
            used += largestLetter * width(character)
            // Room for the ellipsis.
            if used <= room - largestLetter { kept.append(character) }
        }
        return used <= room ? text : kept.trimmingCharacters(in: .whitespaces) + "…"
    }

    /// The size of letters on a phone (``ReportStyle``), in the picture's units.
    private static let largestLetter = 15.0

    /// In parts of the size.
    private static func width(_ character: Character) -> Double {
        guard character.isASCII else { return 1 }
        return switch character {
        case "i", "j", "l", "t", "f", "r", "I", " ", ".", ",", ":", ";", "'", "|", "!", "(", ")", "[", "]", "-": 0.37
        case "m", "w", "M", "W", "@", "%": 0.95
        case "A"..."Z", "&": 0.72
        default: 0.58
        }
    }

    /// A coordinate with one decimal; what is no number cannot come from Decimal values, and would not be drawn.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let tenths = (value * 10).rounded()
        let whole = Int(tenths / 10)
        let rest = Int(abs(tenths).truncatingRemainder(dividingBy: 10))
        return rest == 0 ? "\(whole)" : "\(tenths < 0 && whole == 0 ? "-" : "")\(whole).\(rest)"
    }
}

extension Decimal {
    /// For places in a picture only.
    var coordinate: Double { NSDecimalNumber(decimal: self).doubleValue }
}
