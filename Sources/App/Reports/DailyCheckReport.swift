public import CustomerMetrics
import Domain

extension DailyCheck: Report {
    public var page: Page {
        var page = Page("Daily check", Page.asOf(asOf))
        page.gap()
        var table = TextTable(.left(""), .left(""), .left(""))
        for finding in findings {
            table.add(finding.outcome.mark, InkedText(finding.condition.title), InkedText(finding.found))
            if finding.outcome == .failed { table.add("", "", .faint("wanted: \(finding.condition.target)")) }
        }
        page.add(table)
        page.gap()
        let verdict =
            switch outcome {
            case .passed: InkedText("Passed.", .good)
            case .warning: InkedText("Passed, with something to look at.", .warning)
            case .failed: InkedText("Failed: \(failures.map(\.condition.title).joined(separator: ", ")).", .bad)
            }
        page.add(verdict)
        return page
    }

    public var csv: CSVTable {
        CSVTable(["condition", "outcome", "found"], rows: findings.map { [$0.condition.rawValue, $0.outcome.rawValue, $0.found] })
    }
}

extension DailyCheck.Outcome {
    /// Different without colours too.
    fileprivate var mark: InkedText {
        switch self {
        case .passed: InkedText("✓", .good)
        case .warning: InkedText("!", .warning)
        case .failed: InkedText("✗", .bad)
        }
    }
}
