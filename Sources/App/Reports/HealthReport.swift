public import CustomerMetrics
import Domain

extension HealthSummary: Report {
    public var page: Page {
        var page = Page("Customer health", Page.asOf(asOf))
        page.gap()
        let average = page.figure(averageScore, else: "no active customers, so there is no average") {
            .strong(NumberText.decimal($0)) + "  " + Page.mark(onTarget, target: "\(target)")
        }
        var facts = TextTable(.left(""), .left(""))
        facts.add("Average score", average)
        facts.add("Customers", .strong(NumberText.count(customers)) + .faint("  scored by model \(modelVersion)"))
        page.add(facts)
        page.gap()
        var table = TextTable(.left(""), .right(""), .right(""), .left(""))
        for (status, rate) in [(HealthStatus.healthy, healthy), (.atRisk, atRisk), (.critical, critical)] {
            let percent = page.figure(rate.percent, else: "no active customers, so there are no shares") { "\(NumberText.decimal($0)) %" }
            table.add(
                InkedText(status.rawValue, status.ink), InkedText(NumberText.count(rate.part)), percent,
                InkedText(Bar.horizontal(rate.part, of: rate.whole, width: 40), status.ink))
        }
        page.add(table)
        return page
    }

    public var csv: CSVTable {
        CSVTable(
            [
                "as_of", "model_version", "customers", "average_score", "healthy_count", "healthy_percent", "at_risk_count",
                "at_risk_percent",
                "critical_count", "critical_percent", "target", "on_target",
            ],
            rows: [
                [
                    .csv(asOf), .csv(modelVersion), .csv(customers), .csv(averageScore), .csv(healthy.part), .csv(healthy.percent),
                    .csv(atRisk.part), .csv(atRisk.percent), .csv(critical.part), .csv(critical.percent), .csv(target), .csv(onTarget),
                ]
            ])
    }
}
