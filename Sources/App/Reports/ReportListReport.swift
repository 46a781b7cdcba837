public import Domain
public import Reports

/// The stored reports.
public struct ReportListReport: Sendable, Hashable, Report {
    public let headers: [ReportHeader]

    public init(_ headers: [ReportHeader]) { self.headers = headers }

    public var page: Page {
        var page = Page("Reports")
        page.gap()
        guard !headers.isEmpty else {
            page.add(.faint("none is kept yet; `mainstay serve` keeps them by the calendar, `mainstay report weekly --keep` at once"))
            return page
        }
        var table = TextTable(.right("No."), .left("Report"), .left("As of"), .left("Made"))
        for header in headers {
            table.add(
                InkedText("\(header.id)"), InkedText(header.title), InkedText(NumberText.moment(header.asOf)),
                .faint("\(NumberText.moment(header.madeAt)), \(header.madeBy.map { "by \($0)" } ?? "by the calendar")"))
        }
        page.add(table)
        return page
    }

    public var json: JSON { .array(headers.map(\.json)) }

    public var csv: CSVTable {
        CSVTable(
            ["id", "kind", "title", "as_of", "made_at", "reason", "made_by"],
            rows: headers.map {
                ["\($0.id)", $0.kind.rawValue, $0.title, .csv($0.asOf), .csv($0.madeAt), $0.reason.rawValue, .csv($0.madeBy)]
            })
    }
}
