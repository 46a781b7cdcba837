import Dashboards
import Domain
public import Reports

extension ReportComparison: Report {
    public var page: Page {
        var page = Page("\(later.kind.title): \(NumberText.moment(earlier.asOf)) and \(NumberText.moment(later.asOf))")
        page.gap()
        var table = TextTable(.left("Figure"), .right("Report \(earlier.id)"), .right("Report \(later.id)"), .right("Difference"))
        for line in lines {
            table.add(
                InkedText(line.title), InkedText(line.earlier.text(line.kind)), InkedText(line.later.text(line.kind)),
                InkedText(line.differenceText))
        }
        page.add(table)
        for line in lines {
            if let notes = line.notesText { page.note("\(line.title): \(notes)") }
        }
        return page
    }

    public var csv: CSVTable {
        CSVTable(
            ["key", "title", "earlier", "later", "difference", "earlier_note", "later_note"],
            rows: lines.map {
                [
                    $0.key, $0.title, $0.earlier.plainText, $0.later.plainText, .csv($0.difference), $0.notes?.earlier ?? "",
                    $0.notes?.later ?? "",
                ]
            })
    }
}
