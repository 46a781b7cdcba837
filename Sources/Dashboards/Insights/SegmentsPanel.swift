import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func segments(_ health: SegmentHealth) -> Panel {
        // Without revenue there is none to lose.
        let neediest = health.segments.filter { $0.arrAtRisk > 0 }.max { $0.arrAtRisk < $1.arrAtRisk }
        return Panel(
            id: "segments", title: "Segments compared",
            definition:
                "Active customers by subscription tier, the best average score first. ARR at risk is that of At-Risk and Critical customers.",
            headline: neediest.map(\.segment.rawValue),
            detail: neediest.map { "has the most ARR at risk: \(NumberText.money($0.arrAtRisk)) of \(NumberText.money($0.arr))" },
            table: DataTable(
                columns: [
                    .init("segment", "Segment", .text), .init("total_customers", "Customers", .integer),
                    .init("average_score", "Average score", .decimal), .init("healthy_count", "Healthy", .integer),
                    .init("at_risk_count", "At-Risk", .integer), .init("critical_count", "Critical", .integer),
                    .init("healthy_percent", "Healthy", .percent), .init("at_risk_percent", "At-Risk", .percent),
                    .init("critical_percent", "Critical", .percent), .init("arr", "ARR", .money),
                    .init("arr_at_risk", "ARR at risk", .money),
                ],
                rows: health.segments.map { figures in
                    [
                        .text(figures.segment.rawValue), .from(figures.customers), .from(figures.averageScore), .from(figures.healthy.part),
                        .from(figures.atRisk.part), .from(figures.critical.part), .from(figures.healthy.percent),
                        .from(figures.atRisk.percent), .from(figures.critical.percent), .from(figures.arr), .from(figures.arrAtRisk),
                    ]
                }),
            empty: health.segments.isEmpty ? .noCustomers : nil)
    }
}
