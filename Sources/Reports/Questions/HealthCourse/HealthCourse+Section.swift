import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension HealthCourse {
    /// - Parameters:
    ///   - health: as `mainstay metrics health` has it at the same moment.
    ///   - segments: as `mainstay metrics segments` has them.
    func section(_ health: HealthSummary, _ segments: SegmentHealth) -> ReportSection {
        func count(_ key: String, _ title: String, _ rate: Rate) -> ReportFigure {
            ReportFigure(
                "health.\(key)", title, .from(rate.part), .integer, unit: "customers", sample: rate.whole,
                note: rate.percent.map { "\(NumberText.decimal($0)) % of all" } ?? "there are no active customers")
        }
        var blocks: [ReportBlock] = [
            .figures([
                ReportFigure(
                    "health.average_score", "Average score", .from(health.averageScore), .decimal, unit: "points", sample: health.customers,
                    target: .init(.atLeast, Decimal(health.target)), verdict: Verdict(health.onTarget),
                    note: health.customers == 0
                        ? "there are no active customers"
                        : all?.weeks.last?.averageScore.map {
                            "the mean of the week's days at 02:00 UTC is \(NumberText.decimal(NumberText.rounded($0, 2)))"
                        }),
                count("healthy", "Healthy", health.healthy), count("at_risk", "At-Risk", health.atRisk),
                count("critical", "Critical", health.critical),
                ReportFigure(
                    "health.arr_at_risk", "ARR of At-Risk and Critical customers",
                    .from(segments.knownARRAtRisk.known), .money,
                    note: ([segments.knownARR.known.map { "of \(NumberText.money($0))" }, segments.knownARRAtRisk.note] as [String?])
                        .compactMap { $0 }.joined(separator: ", ")),
            ])
        ]
        guard !segments.segments.isEmpty else {
            return ReportSection(
                id: "health", title: "Health, and where it goes",
                blocks + [
                    .empty(
                        EmptyState(
                            missing: "There are no active customers.", remedy: "Import customers with `mainstay import FOLDER` (users.csv)."
                        ))
                ])
        }
        blocks.append(.paragraph(sentence))
        if all?.weeks.contains(where: { $0.averageScore != nil }) == true { blocks.append(.chart(chart)) }
        blocks.append(.table(table(segments)))
        return ReportSection(id: "health", title: "Health, and where it goes", blocks)
    }

    private var sentence: String { all?.words("The average score") ?? "" }

    private var chart: ReportChart {
        let weeks = all?.weeks ?? []
        return ReportChart(
            "Average score, mean of each week",
            Chart(
                kind: .line, labels: weeks.map { "\($0.ends)" },
                series: lines.map { line in
                    Chart.Series(
                        name: line.segment?.rawValue ?? "All",
                        values: line.weeks.map { $0.averageScore.map { NumberText.rounded($0, 2) } },
                        tone: line.segment == nil ? .accent : nil)
                },
                unit: "points"),
            note: "Weeks of seven days, each named by its last.")
    }

    private func table(_ segments: SegmentHealth) -> ReportTable {
        ReportTable(
            "Segments",
            DataTable(
                columns: [
                    .init("segment", "Segment", .text), .init("customers", "Customers", .integer),
                    .init("average_score", "Average", .decimal),
                    .init("critical_percent", "Critical", .percent), .init("arr", "ARR", .money),
                    .init("arr_at_risk", "ARR at risk", .money),
                    .init("direction", "Course", .text), .init("change", "Trend over the weeks, points", .decimal),
                    .init("weeks", "Weeks", .integer),
                    .init("probability", "p", .text),
                ],
                rows: segments.segments.map { figures in
                    let line = lines.first { $0.segment == figures.segment }
                    return [
                        .text(figures.segment.rawValue), .from(figures.customers), .from(figures.averageScore),
                        .from(figures.critical.percent),
                        .from(figures.arr), .from(figures.arrAtRisk), .text(line?.direction?.rawValue ?? "too few weeks"),
                        .from(line.flatMap { $0.direction == nil ? nil : $0.change }), .from(line?.test.count ?? 0),
                        .from(line.flatMap { $0.direction == nil ? nil : $0.test.probabilityText }),
                    ]
                }),
            note: "Improving or declining: the weekly means rise or fall by the test of Mann and Kendall (two-sided, p below "
                + "\(Self.level)), and their slope (Theil and Sen) comes to at least 1 point over the weeks. Else stable. Fewer than \(Self.enough) weeks are not judged."
        )
    }

    /// Where all customers go, and the segments that go elsewhere or further.
    var finding: ReportFinding? {
        guard let all, let direction = all.direction else { return nil }
        func names(_ direction: Direction) -> [String] {
            lines.filter { $0.segment != nil && $0.direction == direction }.compactMap { line in
                line.segment.map { "\($0.rawValue) (trend \(line.change > 0 ? "+" : "")\(NumberText.decimal(line.change)))" }
            }
        }
        let parts = [Direction.declining, .improving].compactMap { direction in
            names(direction).isEmpty ? nil : "\(direction == .declining ? "Declining" : "Improving"): \(names(direction).formattedAsList)."
        }
        let isWorse = direction == .declining || direction == .stable && !names(.declining).isEmpty
        return ReportFinding(
            ([all.words("The average score")] + parts).joined(separator: " "),
            isWorse ? .worse : direction == .improving ? .better : .neutral, section: "health")
    }
}

extension HealthCourse.Line {
    /// `The average score is declining: from 68.40 in the first to 66.26 in the newest of 13 weeks, by its trend 2.10 points down.`
    fileprivate func words(_ name: String) -> String {
        guard let direction else {
            return "Too few weeks to say where \(name.lowercased()) goes: \(test.count) of \(HealthCourse.enough) that are needed."
        }
        let newest = weeks.last { $0.averageScore != nil }?.averageScore.map { NumberText.decimal(NumberText.rounded($0, 2)) } ?? "–"
        let first = weeks.first { $0.averageScore != nil }?.averageScore.map { NumberText.decimal(NumberText.rounded($0, 2)) } ?? "–"
        switch direction {
        case .stable: return "\(name) is stable over \(test.count) weeks, at \(newest) in the newest."
        case .improving, .declining:
            return
                "\(name) is \(direction.rawValue): from \(first) in the first to \(newest) in the newest of \(test.count) weeks, by its trend "
                + "\(NumberText.decimal(change.magnitude)) points \(direction == .improving ? "up" : "down")."
        }
    }
}
