public import CustomerMetrics
import Domain
import Foundation

extension SegmentHealth: Report {
    public var page: Page {
        var page = Page("Segments", Page.asOf(asOf))
        page.gap()
        guard !segments.isEmpty else {
            page.add(.faint("no active customers"))
            return page
        }
        var table = TextTable(
            .left(""), .right("Customers"), .right("Average"), .right("Healthy"), .right("At-Risk"), .right("Critical"), .right("ARR"),
            .right("ARR at risk"), .left(""))
        for figures in segments {
            func share(_ rate: Rate) -> InkedText { InkedText(rate.percent.map { "\(NumberText.decimal($0)) %" } ?? "–") }
            table.add(
                InkedText(figures.segment.rawValue), InkedText(NumberText.count(figures.customers)),
                .strong(figures.averageScore.map(NumberText.decimal) ?? "–"), share(figures.healthy), share(figures.atRisk),
                share(figures.critical), InkedText(NumberText.money(figures.arr)), InkedText(NumberText.money(figures.arrAtRisk)),
                Self.picture(figures))
        }
        page.add(table)
        return page
    }

    /// Twenty columns shared by the three statuses.
    private static func picture(_ figures: Figures) -> InkedText {
        let healthy = figures.customers == 0 ? 0 : (figures.healthy.part * 40 / figures.customers + 1) / 2
        let critical = figures.customers == 0 ? 0 : min(20 - healthy, (figures.critical.part * 40 / figures.customers + 1) / 2)
        return InkedText(String(repeating: "█", count: healthy), HealthStatus.healthy.ink)
            + InkedText(String(repeating: "▒", count: 20 - healthy - critical), HealthStatus.atRisk.ink)
            + InkedText(String(repeating: "░", count: critical), HealthStatus.critical.ink)
    }

    public var csv: CSVTable {
        CSVTable(
            [
                "segment", "total_customers", "average_score", "healthy_count", "at_risk_count", "critical_count", "healthy_percent",
                "at_risk_percent", "critical_percent", "arr", "arr_at_risk",
            ],
            rows: segments.map { figures in
                [
                    figures.segment.rawValue, .csv(figures.customers), .csv(figures.averageScore), .csv(figures.healthy.part),
                    .csv(figures.atRisk.part), .csv(figures.critical.part), .csv(figures.healthy.percent), .csv(figures.atRisk.percent),
                    .csv(figures.critical.percent), .csv(figures.arr), .csv(figures.arrAtRisk),
                ]
            })
    }
}
