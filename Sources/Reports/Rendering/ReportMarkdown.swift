import Dashboards
import Domain
import Foundation

/// A report as Markdown (CommonMark with tables): for wikis, chats and review tools, and for reading in a terminal.
public enum ReportMarkdown {
    /// - Parameter links: where the paths lead; without, they are left out.
    public static func text(_ document: ReportDocument, links: ReportLinks = .none) -> String {
        var blocks = ["# \(escaped(document.title))", prose(document.summary), "*\(escaped(document.momentText))*"]
        blocks.append("## What changed")
        blocks.append(
            document.changed.isEmpty
                ? "Nothing that the data could tell."
                : document.changed.map { "- **\($0.direction.word):** \(escaped($0.statement))" }.joined(separator: "\n"))
        blocks.append("## To decide")
        blocks.append(
            document.toDecide.isEmpty
                ? "Nothing: no figure asks for a decision."
                : document.toDecide.enumerated().map { decision($1, number: $0 + 1, links) }.joined(separator: "\n"))
        if !document.keyFigures.isEmpty {
            blocks.append("## Key figures")
            blocks.append(figures(document.keyFigures))
        }
        for section in document.sections {
            blocks.append("## \(escaped(section.title))")
            blocks += section.blocks.map { block($0, links) }
        }
        // Read in a terminal, a control character of a fact would be obeyed.
        return blocks.joined(separator: "\n\n").replacingScalars { $0.isHarmful && $0 != "\n" ? "\u{FFFD}" : nil } + "\n"
    }

    private static func decision(_ decision: ReportDecision, number: Int, _ links: ReportLinks) -> String {
        let title = links.address(decision.path).map { "[\(escaped(decision.proposal))](<\($0)>)" } ?? "**\(escaped(decision.proposal))**"
        return "\(number). \(title) – \(escaped(decision.reason))"
            + (decision.command.map { "\n   `\($0.replacingScalar("`", with: "'").replacingScalar("\n", with: " "))`" } ?? "")
    }

    private static func block(_ block: ReportBlock, _ links: ReportLinks) -> String {
        switch block {
        case .paragraph(let text): prose(text)
        case .figures(let figures): Self.figures(figures)
        case .table(let table):
            ["**\(escaped(table.title))**", Self.table(table.table), table.note.map(prose)].compactMap { $0 }.joined(separator: "\n\n")
        case .chart(let chart):
            ["**\(escaped(chart.title))**", Self.table(chart.table), chart.note.map(prose)].compactMap { $0 }.joined(separator: "\n\n")
        case .quotes(let quotes):
            quotes.map { "> \(escaped($0.text))\n>\n> – \(escaped($0.source))" }.joined(separator: "\n\n")
        case .items(let items): items.map { item($0, links) }.joined(separator: "\n")
        case .empty(let state): "*\(escaped(state.missing))* \(prose(state.remedy))"
        }
    }

    private static func item(_ item: ReportItem, _ links: ReportLinks) -> String {
        let title = links.address(item.path).map { "[\(escaped(item.title))](<\($0)>)" } ?? "**\(escaped(item.title))**"
        return (["- \(title) – \(escaped(item.detail))"] + item.points.map { "  - \(escaped($0))" }).joined(separator: "\n")
    }

    private static func figures(_ figures: [ReportFigure]) -> String {
        let rows = figures.map { figure in
            let details = figure.details.map { "\($0.name) \($0.text)" } + (figure.note.map { [$0] } ?? [])
            return
                "| \(escaped(figure.title)) | \(figure.valueText) | \(figure.verdict?.text ?? "") | \(escaped(details.joined(separator: "; "))) |"
        }
        return (["| Figure | Value | | Beside it |", "|---|--:|---|---|"] + rows).joined(separator: "\n")
    }

    private static func table(_ table: DataTable) -> String {
        let head = "| " + table.columns.map { escaped($0.title) }.joined(separator: " | ") + " |"
        let rule = "|" + table.columns.map { $0.kind.isNumeric ? "--:" : "---" }.joined(separator: "|") + "|"
        let rows = table.rows.map { row in
            "| " + zip(row, table.columns).map { escaped($0.text($1.kind)) }.joined(separator: " | ") + " |"
        }
        return ([head, rule] + rows).joined(separator: "\n")
    }

    /// A sentence of the program's own, in which commands stand between backticks.
    private static func prose(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0 % 2 == 0 ? escaped(String($1)) : "`\($1)`" }.joined()
    }

    /// Text in which nothing is markup. Underscores within a word and ordinary punctuation stay, so that it reads well unrendered.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            // One blank for the two of a line's end.
            case "\n" where index > 0 && scalars[index - 1] == "\r": continue
            case "\n", "\r", "\t": result.append(" ")
            case "\\", "`", "*", "[", "]", "<", ">", "|", "~": result.append(contentsOf: ["\\", scalar])
            case "_":
                let isWithinWord = index > 0 && index + 1 < scalars.count && isWord(scalars[index - 1]) && isWord(scalars[index + 1])
                result.append(contentsOf: isWithinWord ? ["_"] : ["\\", "_"])
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            // Only at the beginning of a line would these be a heading or a list.
            case "#", "-", "+", "=":
                let isMark = index == 0 && (scalars.count == 1 || scalars[1] == " " || scalars[1] == scalar)
                result.append(contentsOf: isMark ? ["\\", scalar] : [scalar])
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
    }
}
