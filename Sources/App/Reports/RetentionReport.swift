public import CustomerMetrics
import Domain
import Foundation

extension Retention: Report {
    public var page: Page {
        let meaning =
            switch definition {
            case .unbounded: "active in that month or later"
            case .bounded: "active in that very month"
            }
        var page = Page("Retention", "\(definition.rawValue): \(meaning), \(Page.asOf(asOf))")
        page.gap()
        var table = TextTable(.left("Cohort"), .right("Size"), .right("1 month"), .right("3 months"), .right("6 months"), .left(""))
        for cohort in cohorts {
            let rates = Self.steps.indices.map { step -> InkedText in
                if cohort.retained[step] == nil {
                    page.note("· not known yet: that month has not ended")
                    return .faint("·  ")
                }
                return page.figure(cohort.rates[step], else: "nobody was created in that month") {
                    InkedText(NumberText.decimal($0)) + "  "
                }
            }
            table.add([InkedText("\(cohort.month)"), InkedText(NumberText.count(cohort.size))] + rates)
        }
        table.add(
            [.strong("Overall"), ""]
                + zip(overall, targets).map { rate, target in
                    page.figure(rate.percent, else: "no cohort with customers can be seen so far") {
                        .strong(NumberText.decimal($0)) + " " + Page.mark(rate.reaches(Decimal(target)))
                    }
                })
        table.add([.faint("Target"), ""] + targets.map { .faint("\($0).00  ") })
        page.add(table)
        page.gap()
        addTrend(to: &page)
        return page
    }

    private func addTrend(to page: inout Page) {
        var table = TextTable(.left(""), .left(""))
        let oldestFirst = trend.reversed().map { NSDecimalNumber(decimal: $0.rate).doubleValue }
        let line = Bar.sparkline(oldestFirst, from: min(oldestFirst.min() ?? 0, 50), to: 100)
        if let newest = trend.first, let oldest = trend.last {
            table.add(
                "1-month trend",
                InkedText(line) + "  "
                    + InkedText(
                        "\(NumberText.decimal(oldest.rate)) % (\(oldest.month)) to \(NumberText.decimal(newest.rate)) % (\(newest.month))"))
        }
        let decline = page.figure(monthOverMonthDecline, else: "not two cohorts to compare") { decline -> InkedText in
            let ink: Ink = exceedsDeclineAlert == true ? .bad : .plain
            let text = decline == 0 ? "unchanged" : "\(decline < 0 ? "up" : "down") \(NumberText.decimal(decline.magnitude)) %"
            return InkedText(text, ink) + .faint("  a fall of more than \(declineAlert) % calls for a look")
        }
        table.add("Month on month", decline)
        table.add("Baseline", page.figure(baseline, else: "no cohort was ever observable") { "\(NumberText.decimal($0)) %" })
        page.add(table)
    }

    public var csv: CSVTable {
        CSVTable(
            ["cohort_month", "size", "retained_1m", "retained_3m", "retained_6m", "rate_1m", "rate_3m", "rate_6m"],
            rows: cohorts.map { cohort in
                [.csv(cohort.month), .csv(cohort.size)] + cohort.retained.map { .csv($0) } + cohort.rates.map { .csv($0) }
            } + [["overall", ""] + overall.map { .csv($0.part) } + overall.map { .csv($0.percent) }])
    }
}
