import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension NPSTrend {
    /// - Parameter nps: the figure of the last 30 days, as `mainstay metrics nps` has it.
    func section(_ nps: NPS) -> ReportSection {
        guard lines.contains(where: { $0.months.contains { $0.responses > 0 } }) else {
            return ReportSection(
                id: "nps", title: "Net promoter score",
                [
                    .figures([figure(nps)]),
                    .empty(
                        EmptyState(
                            missing: "No survey was answered in the \(all.months.count) months up to then.",
                            remedy: "Import answers with `mainstay import FOLDER` (nps_surveys.csv).")),
                ])
        }
        return ReportSection(
            id: "nps", title: "Net promoter score",
            [
                .figures([figure(nps), responseRate(nps)]), .paragraph(sentence), .chart(chart(nps)), .table(segmentTable),
            ])
    }

    private func figure(_ nps: NPS) -> ReportFigure {
        ReportFigure(
            "nps.score", "NPS, last \(nps.windowDays) days", .from(nps.figure.score ?? nps.figure.provisionalScore), .decimal,
            unit: "points",
            interval: nps.figure.interval.map { ReportFigure.Interval(low: $0.low, high: $0.high) }, sample: nps.figure.responses,
            target: .init(.atLeast, Decimal(nps.target)),
            verdict: nps.figure.responses == 0 ? .unknown : nps.figure.score == nil ? .provisional : Verdict(nps.reaches(nps.target)),
            note: nps.figure.responses == 0
                ? "no survey was answered"
                : nps.figure.score == nil ? "fewer than the \(NumberText.count(nps.minimumResponses)) answers from which on it counts" : nil
        )
    }

    private func responseRate(_ nps: NPS) -> ReportFigure {
        ReportFigure(
            "nps.response_rate", "Response rate, last \(nps.windowDays) days", .from(nps.responseRate.percent), .percent,
            sample: nps.responseRate.whole, target: .init(.atLeast, Decimal(nps.targetResponseRate)),
            verdict: Verdict(nps.responseRate.reaches(Decimal(nps.targetResponseRate))),
            note: nps.responseRate.whole == 0
                ? "no survey was sent"
                : "\(NumberText.count(nps.responseRate.part)) of \(NumberText.count(nps.responseRate.whole)) surveys answered")
    }

    /// The newest month that is over against the one before, for all and for the segments that differ.
    var sentence: String {
        let changed = segments.compactMap { line -> String? in
            guard let segment = line.segment, let (before, newest) = line.compared, let now = newest.shown, let then = before.shown,
                let comparison = line.comparison, comparison == .higher || comparison == .lower
            else { return nil }
            return
                "\(segment.rawValue) \(comparison == .higher ? "rose" : "fell") from \(NumberText.decimal(then)) to \(NumberText.decimal(now))"
        }
        let same = segments.filter { $0.comparison == .notDifferent }.compactMap { $0.segment?.rawValue }
        let few = segments.filter { if case .tooFew = $0.comparison { true } else { false } }.compactMap { $0.segment?.rawValue }
        return
            ([all.words] + changed.map { $0 + "." }
            + (same.isEmpty ? [] : ["Not different from the month before: \(same.formattedAsList)."])
            + (few.isEmpty ? [] : ["Too few answers to compare: \(few.formattedAsList)."])).joined(separator: " ")
    }

    private func chart(_ nps: NPS) -> ReportChart {
        let months = all.months
        return ReportChart(
            "NPS by month",
            Chart(
                kind: .line, labels: months.map { "\($0.month)" },
                series: [Chart.Series(name: "NPS", values: months.map(\.shown), tone: .accent)], minimum: -100, maximum: 100,
                marks: [Chart.Mark(value: Decimal(nps.target), label: "target \(nps.target)")], unit: "points"),
            intervals: months.map(\.interval),
            note: "With the 95 % interval of each month. The last month is not over; it is compared with nothing.")
    }

    private var segmentTable: ReportTable {
        ReportTable(
            "Month by month, by segment",
            DataTable(
                columns: [
                    .init("segment", "Segment", .text), .init("month", "Month", .text), .init("responses", "Answers", .integer),
                    .init("nps", "NPS", .decimal), .init("interval", "95 % interval", .text), .init("before", "Month before", .decimal),
                    .init("responses_before", "Answers then", .integer), .init("difference", "Difference", .decimal),
                    .init("difference_interval", "95 % interval", .text), .init("verdict", "Verdict", .text),
                ],
                rows: ([all] + segments).compactMap { line in
                    line.compared.map { before, newest in
                        [
                            .text(line.segment?.rawValue ?? "All"), .text(newest.month.words), .from(newest.responses), .from(newest.shown),
                            .from(newest.interval?.words), .from(before.shown), .from(before.responses), .from(newest.difference?.points),
                            .from(newest.difference?.interval.words), .from(line.comparison?.word),
                        ]
                    }
                }),
            note:
                "Different means that the interval of the difference does not hold 0. Months with fewer than \(Self.enough) answers are not compared."
        )
    }

    /// What the newest month says of all customers.
    var finding: ReportFinding? {
        guard let comparison = all.comparison, let newest = all.compared?.newest, newest.responses > 0 else { return nil }
        let direction: ReportFinding.Direction =
            switch comparison {
            case .higher: .better
            case .lower: .worse
            case .notDifferent, .tooFew: .neutral
            }
        return ReportFinding(all.words, direction, section: "nps")
    }

    /// Segments that rose or fell when all customers together did not.
    var segmentFindings: [ReportFinding] {
        segments.compactMap { line in
            guard let segment = line.segment, let comparison = line.comparison, comparison == .higher || comparison == .lower,
                let (before, newest) = line.compared, let now = newest.shown, let then = before.shown, let difference = newest.difference
            else { return nil }
            return ReportFinding(
                "NPS of \(segment.rawValue) \(comparison == .higher ? "rose" : "fell") from \(NumberText.decimal(then)) "
                    + "(\(NumberText.count(before.responses)) answers) to \(NumberText.decimal(now)) (\(NumberText.count(newest.responses)) answers); "
                    + "interval of the difference \(difference.interval.words).",
                comparison == .higher ? .better : .worse, section: "nps")
        }
    }
}

extension NPSTrend.Comparison {
    fileprivate var word: String {
        switch self {
        case .higher: "higher"
        case .lower: "lower"
        case .notDifferent: "not different"
        case .tooFew: "too few answers"
        }
    }
}

extension NPSTrend.Line {
    /// `NPS of October 2026 was 27.14 (199 answers, 95 % interval 16.42 to 37.05), not different from September 2026 (29.94).`
    fileprivate var words: String {
        guard let (before, newest) = compared, let comparison else { return "There are not two months to compare." }
        guard let now = newest.shown else { return "No survey was answered in \(newest.month.words)." }
        let count = "\(NumberText.count(newest.responses)) \(newest.responses == 1 ? "answer" : "answers")"
        let text =
            "NPS of \(newest.month.words) was \(NumberText.decimal(now)) (\(count)"
            + (newest.interval.map { ", 95 % interval \($0.words)" } ?? "") + ")"
        switch comparison {
        case .tooFew(let answers, let month):
            return "\(text). It is not compared with \(before.month.words): \(month.words) has \(NumberText.count(answers)) "
                + "\(answers == 1 ? "answer" : "answers"), and \(NPSTrend.enough) are needed."
        case .notDifferent: return "\(text), not different from \(before.month.words) (\(before.shown.map(NumberText.decimal) ?? "–"))."
        case .higher, .lower:
            let difference = newest.difference.map { "; interval of the difference \($0.interval.words)" } ?? ""
            return
                "\(text), \(comparison == .higher ? "up" : "down") from \(before.shown.map(NumberText.decimal) ?? "–") in \(before.month.words)\(difference)."
        }
    }
}
