import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension FeatureUse {
    private static let shown = 15

    var section: ReportSection {
        guard !all.isEmpty else {
            return ReportSection(
                id: "features", title: "Which features are used",
                [
                    .empty(
                        EmptyState(
                            missing: "No active customer had adopted or used a feature that has a name.",
                            remedy: "Import events with a column feature (usage_events.csv)."))
                ])
        }
        let drawn = all.prefix(Self.shown)
        var blocks: [ReportBlock] = [
            .figures(figures),
            .chart(
                ReportChart(
                    "Share of active customers who used it in \(Self.recentDays) days, and who ever adopted it",
                    Chart(
                        kind: .bar, labels: drawn.map(\.name),
                        series: [
                            Chart.Series(name: "Used", values: drawn.map(\.used.percent), tone: .accent),
                            Chart.Series(name: "Adopted", values: drawn.map(\.adopted.percent), tone: .muted),
                        ],
                        minimum: 0, maximum: 100, unit: "%"),
                    note:
                        "Of \(NumberText.count(all.first?.used.whole ?? 0, "active customer")). The difference is made up of customers who adopted it and have not used it in \(Self.recentDays) days."
                )),
            .table(table("Adopted, by segment", \.adopted, note: customers)),
            .table(table("Used in \(Self.recentDays) days, by segment", \.used, note: nil)),
        ]
        if all.count > Self.shown { blocks.append(.paragraph("The first \(Self.shown) of \(all.count) features are shown.")) }
        return ReportSection(id: "features", title: "Which features are used", blocks)
    }

    private var figures: [ReportFigure] {
        guard let first = all.first, first.used.whole > 0 else { return [] }
        let adopted = all.reduce(0) { $0 + $1.adopted.part }
        // Of features that nobody used the first is one by its name only.
        let isUsed = first.used.part > 0
        return [
            ReportFigure(
                "features.most_used", "Customers who used the most used feature", isUsed ? .from(first.used.percent) : .null, .percent,
                interval: isUsed ? ShareInterval.of(first.used.part, first.used.whole) : nil, sample: first.used.whole,
                note: isUsed ? "\(first.name), in \(Self.recentDays) days" : "no named feature was used in \(Self.recentDays) days"),
            ReportFigure(
                "features.adopted_each", "Features that a customer has adopted, on average",
                .from(NumberText.rounded(Decimal(adopted) / Decimal(first.used.whole), 2)), .decimal, unit: "features",
                sample: first.used.whole,
                note: "of \(NumberText.count(all.count)) that have a name"),
        ]
    }

    /// Features by segments, with those of all customers before them.
    private func table(_ title: String, _ share: (Feature) -> Rate, note: String?) -> ReportTable {
        let known = Segment.allCases.filter { segments[$0] != nil }
        return ReportTable(
            title,
            DataTable(
                columns: [.init("feature", "Feature", .text), .init("customers", "Customers", .integer), .init("all", "All", .percent)]
                    + known.map { .init($0.rawValue.lowercased(), $0.rawValue, .percent) },
                rows: all.prefix(Self.shown).map { feature in
                    [.text(feature.name), .from(share(feature).part), .from(share(feature).percent)]
                        + known.map { segment in .from(self.feature(feature.name, in: segment).flatMap { share($0).percent }) }
                }),
            note: note)
    }

    private var customers: String {
        "Active customers: "
            + Segment.allCases.compactMap { segment in
                segments[segment].map { "\(segment.rawValue) \(NumberText.count($0.first?.used.whole ?? 0))" }
            }
            .formattedAsList + "."
    }

    /// The most used one, and the one that most have given up.
    var findings: [ReportFinding] {
        guard let first = all.first, first.used.part > 0, let percent = first.used.percent else { return [] }
        var text =
            "\(first.name) is the most used feature: \(NumberText.decimal(percent)) % of \(NumberText.count(first.used.whole)) active customers used it "
            + "in \(Self.recentDays) days"
        // Only where enough had it to begin with.
        let left = all.filter { $0.adopted.part >= 20 }.min { $0.used.part * $1.adopted.part < $1.used.part * $0.adopted.part }
        if let left, left != first, let still = ShareInterval.percent(left.used.part, left.adopted.part) {
            text +=
                "; \(left.name) keeps fewest of those who adopted it (\(NumberText.decimal(min(still, 100))) % of \(NumberText.count(left.adopted.part)))"
        }
        return [ReportFinding(text + ".", .neutral, section: "features")]
    }
}
