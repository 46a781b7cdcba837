import Dashboards
import Domain
import Foundation

/// A report as HTML without a script: as one file that needs nothing else, and as the part of a page.
public enum ReportHTML {
    /// One self-contained file: to send, to keep, to print. Colours follow the reader's light or dark.
    ///
    /// - Parameter links: where the paths lead; without, they are left out.
    public static func file(_ document: ReportDocument, links: ReportLinks = .none) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <title>\(escaped(document.title)) · Mainstay</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <style>\(ReportStyle.colours)\(ReportStyle.ground)\(ReportStyle.rules)</style>
        </head>
        <body>
        <main>
        \(body(document, links: links))</main>
        </body>
        </html>

        """
    }

    /// The report alone, for a page that brings ``ReportStyle/rules`` and the colours.
    public static func body(_ document: ReportDocument, links: ReportLinks) -> String {
        var html = "<article class=\"report\">\n<header class=\"report-head\">\n<h1>\(escaped(document.title))</h1>\n"
        html +=
            "<p class=\"report-summary\">\(prose(document.summary))</p>\n<p class=\"report-moment\">\(escaped(document.momentText))</p>\n</header>\n"
        html += "<div class=\"report-first\">\n" + changed(document) + toDecide(document, links) + "</div>\n"
        if !document.keyFigures.isEmpty {
            html +=
                "<section class=\"report-key\" aria-label=\"Key figures\">\n" + ReportFigureHTML.tiles(document.keyFigures) + "</section>\n"
        }
        html += contents(document)
        for section in document.sections { html += self.section(section, links) }
        return html + "</article>\n"
    }

    private static func changed(_ document: ReportDocument) -> String {
        let items = document.changed.map { finding in
            "<li class=\"\(finding.direction.rawValue)\"><b>\(finding.direction.word)</b> <span>"
                + linked(finding.statement, to: finding.section, document) + "</span></li>\n"
        }
        return "<section class=\"report-changed\" aria-labelledby=\"report-changed\">\n<h2 id=\"report-changed\">What changed</h2>\n"
            + (items.isEmpty ? "<p>Nothing that the data could tell.</p>\n" : "<ul>\n\(items.joined())</ul>\n") + "</section>\n"
    }

    private static func toDecide(_ document: ReportDocument, _ links: ReportLinks) -> String {
        let items = document.toDecide.map { decision in
            let title = links.address(decision.path).map { "<a href=\"\(escaped($0))\">\(escaped(decision.proposal))</a>" }
            return
                "<li><b>\(title ?? escaped(decision.proposal))</b> <span>\(linked(decision.reason, to: decision.section, document))</span>"
                + (decision.command.map { "<code>\(escaped($0))</code>" } ?? "") + "</li>\n"
        }
        return "<section class=\"report-decide\" aria-labelledby=\"report-decide\">\n<h2 id=\"report-decide\">To decide</h2>\n"
            + (items.isEmpty ? "<p>Nothing: no figure asks for a decision.</p>\n" : "<ol>\n\(items.joined())</ol>\n") + "</section>\n"
    }

    /// A sentence, and a way to its evidence.
    private static func linked(_ text: String, to section: String?, _ document: ReportDocument) -> String {
        guard let section, let title = document.sections.first(where: { $0.id == section })?.title else { return prose(text) }
        return "\(prose(text)) <a class=\"evidence\" href=\"#\(escaped(section))\" aria-label=\"Evidence: \(escaped(title))\">evidence</a>"
    }

    private static func contents(_ document: ReportDocument) -> String {
        let entries = document.sections.map { "<li><a href=\"#\(escaped($0.id))\">\(escaped($0.title))</a></li>\n" }
        return entries.count < 2 ? "" : "<nav class=\"report-contents\" aria-label=\"Contents\">\n<ol>\n\(entries.joined())</ol>\n</nav>\n"
    }

    private static func section(_ section: ReportSection, _ links: ReportLinks) -> String {
        let id = escaped(section.id)
        var html =
            "<section class=\"report-section\" id=\"\(id)\" aria-labelledby=\"\(id)-title\">\n<h2 id=\"\(id)-title\">\(escaped(section.title))</h2>\n"
        for (index, block) in section.blocks.enumerated() { html += self.block(block, id: "\(section.id)-\(index)", links) }
        return html + "</section>\n"
    }

    private static func block(_ block: ReportBlock, id: String, _ links: ReportLinks) -> String {
        switch block {
        case .paragraph(let text): return "<p>\(prose(text))</p>\n"
        case .figures(let figures): return ReportFigureHTML.tiles(figures)
        case .table(let table):
            return "<figure class=\"report-table\">\n" + self.table(table.table, caption: table.title, links) + note(table.note)
                + "</figure>\n"
        case .chart(let chart):
            return "<figure class=\"report-chart\" aria-labelledby=\"\(escaped(id))-caption\">\n"
                + "<figcaption id=\"\(escaped(id))-caption\">\(escaped(chart.title))</figcaption>\n"
                + ReportSVG.picture(chart, id: id) + ReportSVG.legend(chart)
                + "<details><summary>The numbers</summary>\n" + self.table(chart.table, caption: chart.title, links) + "</details>\n"
                + note(chart.note) + "</figure>\n"
        case .quotes(let quotes):
            return "<div class=\"report-quotes\">\n"
                + quotes.map {
                    "<figure><blockquote>\(escaped($0.text))</blockquote><figcaption>\(escaped($0.source))</figcaption></figure>\n"
                }.joined()
                + "</div>\n"
        case .items(let items): return "<ol class=\"report-items\">\n" + items.map { item($0, links) }.joined() + "</ol>\n"
        case .empty(let state):
            return "<div class=\"report-empty\"><p><b>\(escaped(state.missing))</b></p><p>\(prose(state.remedy))</p></div>\n"
        }
    }

    private static func item(_ item: ReportItem, _ links: ReportLinks) -> String {
        let title = links.address(item.path).map { "<a href=\"\(escaped($0))\">\(escaped(item.title))</a>" } ?? escaped(item.title)
        let points = item.points.map { "<li>\(escaped($0))</li>" }.joined()
        return "<li><b>\(title)</b> <span>\(escaped(item.detail))</span>" + (points.isEmpty ? "" : "<ul>\(points)</ul>") + "</li>\n"
    }

    private static func note(_ text: String?) -> String { text.map { "<p class=\"report-note\">\(prose($0))</p>\n" } ?? "" }

    /// On a narrow screen the table scrolls by itself; a keyboard reaches it as well.
    private static func table(_ table: DataTable, caption: String, _ links: ReportLinks) -> String {
        let head = table.columns.map { "<th scope=\"col\"\($0.kind.isNumeric ? " class=\"number\"" : "")>\(escaped($0.title))</th>" }
            .joined()
        let rows = table.rows.map { row in
            let cells = zip(row, table.columns).enumerated().map { index, cell in
                let (value, column) = cell
                var text = escaped(value.text(column.kind))
                if column.kind == .customer, case .text(let id) = value, let address = links.address("/customers/\(encoded(id))") {
                    text = "<a href=\"\(escaped(address))\">\(text)</a>"
                }
                let attributes = column.kind.isNumeric ? " class=\"number\"" : ""
                return index == 0 ? "<th scope=\"row\"\(attributes)>\(text)</th>" : "<td\(attributes)>\(text)</td>"
            }
            return "<tr>\(cells.joined())</tr>\n"
        }
        return
            "<div class=\"report-scroll\" role=\"region\" aria-label=\"\(escaped(caption))\" tabindex=\"0\">\n<table>\n<caption>\(escaped(caption))</caption>\n"
            + "<thead><tr>\(head)</tr></thead>\n<tbody>\n\(rows.joined())</tbody>\n</table>\n</div>\n"
    }

    private static func encoded(_ id: String) -> String {
        id.addingPercentEncoding(
            withAllowedCharacters: CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")) ?? ""
    }

    /// A sentence in which commands stand between backticks.
    static func prose(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0 % 2 == 0 ? escaped(String($1)) : "<code>\(escaped(String($1)))</code>" }.joined()
    }

    static func escaped(_ text: String) -> String { HTMLText.escaped(text) }
}
