import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func featureAdoption(_ adoption: FeatureAdoption) -> Panel {
        let drawn = adoption.features.prefix(20)
        let customers = adoption.features.first?.adopted.whole ?? 0
        let isEmpty = adoption.features.isEmpty || customers == 0
        return Panel(
            id: "feature-adoption", title: "Feature adoption",
            definition: "Of all active customers, the share with a feature_adopted event of that name.",
            headline: isEmpty ? "–" : NumberText.count(adoption.features.count),
            detail: isEmpty ? nil : "features, among \(NumberText.count(customers)) active customers",
            chart: isEmpty
                ? nil
                : Chart(
                    kind: .bar, labels: drawn.map(\.name),
                    series: [Chart.Series(name: "Adopted by", values: drawn.map(\.adopted.percent), tone: .accent)], minimum: 0,
                    maximum: 100, unit: "%"),
            table: DataTable(
                columns: [
                    .init("feature", "Feature", .text), .init("core", "Core", .text), .init("customers", "Customers", .integer),
                    .init("adoption_percent", "Adoption", .percent),
                ],
                rows: adoption.features.map { [.text($0.name), .from($0.isCore), .from($0.adopted.part), .from($0.adopted.percent)] }),
            empty: isEmpty
                ? EmptyState(
                    missing: "No active customer had adopted a feature that has a name.",
                    remedy: "Import events of type feature_adopted with a column feature (usage_events.csv).") : nil)
    }
}
