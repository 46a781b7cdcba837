import Domain
import Reports

/// A report as a page: the document itself, and what can be done with it.
enum ReportView {
    static func view(_ report: StoredReport, before: ReportHeader?, printsPDF: Bool, links: ReportLinks) -> View {
        var view: View = ReportListView.entry(report.header)
        view["report"] = ReportHTML.body(report.document, links: links)
        view["files"] = ReportFileFormat.allCases.filter { $0 != .pdf || printsPDF }.map { format in
            ["filePath": "/reports/\(report.header.id)/\(format.rawValue)", "label": format.label] as View
        }
        if let before {
            view["before"] =
                [
                    "comparePath": ReportListView.path(comparing: before, report.header), "earlier": FigureText.moment(before.asOf),
                ] as View
        }
        return view
    }
}

extension ReportFileFormat {
    fileprivate var label: String {
        switch self {
        case .html: "HTML"
        case .markdown: "Markdown"
        case .json: "JSON"
        case .pdf: "PDF"
        }
    }
}
