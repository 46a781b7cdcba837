import Domain
public import Gates

extension Baseline: Report {
    public var page: Page {
        var page = Page("Baseline of 1-month retention", Page.asOf(asOf))
        page.gap()
        page.add(
            page.figure(rate, else: "no cohort has had its first month yet; set one by `mainstay baseline set --rate PERCENT --why REASON`")
            {
                .strong("\(NumberText.decimal($0)) %")
            } + .faint(source.map { "  \($0)" } ?? ""))
        guard !history.isEmpty else { return page }
        page.gap()
        var table = TextTable(.left("When"), .left("Who"), .right("Baseline"), .left("Why"))
        for entry in history {
            table.add(
                InkedText(NumberText.moment(entry.setAt)), InkedText(entry.setBy),
                InkedText(entry.rate.map { "\(NumberText.decimal($0)) %" } ?? "automatic"), InkedText(entry.why))
        }
        page.add(table)
        return page
    }

    /// Where the baseline comes from, in words; nil as long as there is none.
    private var source: String? {
        if let entry { return "set by \(entry.setBy) on \(NumberText.moment(entry.setAt)): \(entry.why)" }
        return cohort.map { "automatic: \($0.retained) of \($0.size) customers of \($0.month), the first cohort that could be observed" }
    }

    public var csv: CSVTable {
        CSVTable(
            ["set_at", "set_by", "rate", "why"],
            rows: history.map { [.csv($0.setAt), $0.setBy, .csv($0.rate), $0.why] })
    }
}
