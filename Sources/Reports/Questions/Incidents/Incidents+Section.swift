import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension Incidents {
    /// - Parameter system: as `mainstay metrics system` has it at the same moment.
    func section(_ system: SystemHealth) -> ReportSection {
        let degraded = incidents.filter { $0.kind == .degraded }
        let silent = incidents.filter { $0.kind == .silent }
        func hours(_ incidents: [Incident]) -> Decimal { NumberText.rounded(incidents.reduce(Decimal(0)) { $0 + $1.minutes } / 60, 2) }
        let isKnown = system.uptimePercent != nil
        var blocks: [ReportBlock] = [
            .figures([
                ReportFigure(
                    "system.uptime", "Uptime, \(Self.windowDays) days", .from(system.uptimePercent), .percent,
                    target: .init(.atLeast, system.targetUptime), verdict: Verdict(system.reachesTargetUptime),
                    note: isKnown ? nil : "no check of the system is on record"),
                ReportFigure(
                    "system.incidents", "Incidents", isKnown ? .from(degraded.count) : .null, .integer, unit: "incidents",
                    note: isKnown ? "\(NumberText.decimal(hours(degraded))) hours Degraded" : "nobody watched"),
                ReportFigure(
                    "system.silent_hours", "Hours not watched", isKnown ? .from(hours(silent)) : .null, .decimal, unit: "hours",
                    note: isKnown ? "they count as not up" : "nobody watched"),
            ])
        ]
        if !isKnown {
            blocks.append(
                .empty(
                    EmptyState(
                        missing: "No check of the system is on record.",
                        remedy: "`mainstay serve` checks it by itself; uptime is known from the first check on.")))
        } else if incidents.isEmpty {
            blocks.append(.paragraph("The system was up for all of the \(Self.windowDays) days that were watched."))
        } else {
            blocks.append(.table(table))
        }
        return ReportSection(id: "system", title: "Uptime and incidents", blocks)
    }

    private var table: ReportTable {
        ReportTable(
            "Incidents",
            DataTable(
                columns: [
                    .init("began", "Began", .moment), .init("ended", "Ended", .moment), .init("hours", "Hours", .decimal),
                    .init("kind", "What", .text),
                    .init("cause", "Cause", .text),
                ],
                rows: incidents.suffix(Self.shown).map { incident in
                    [
                        .from(incident.began), incident.isOngoing ? .text("still going on") : .from(incident.ended),
                        .from(NumberText.rounded(incident.minutes / 60, 2)),
                        .text(incident.kind == .degraded ? "Degraded" : "not watched"), .text(incident.cause),
                    ]
                }),
            note: incidents.count > Self.shown ? "The newest \(Self.shown) of \(NumberText.count(incidents.count))." : nil)
    }

    private static let shown = 20

    func findings(_ system: SystemHealth) -> [ReportFinding] {
        guard let uptime = system.uptimePercent, let isReached = system.reachesTargetUptime else { return [] }
        let degraded = incidents.filter { $0.kind == .degraded }
        let longest = degraded.max { $0.minutes < $1.minutes }
        return [
            ReportFinding(
                "The system was up \(NumberText.decimal(uptime)) % of \(Self.windowDays) days, target \(NumberText.short(system.targetUptime)) %"
                    + (degraded.isEmpty ? "" : "; \(NumberText.count(degraded.count)) \(degraded.count == 1 ? "incident" : "incidents")")
                    + (longest.map { ", the longest \(NumberText.decimal(NumberText.rounded($0.minutes / 60, 2))) hours (\($0.cause))" }
                        ?? "") + ".",
                isReached ? .neutral : .worse, section: "system")
        ]
    }

    func decisions(_ system: SystemHealth) -> [ReportDecision] {
        guard let uptime = system.uptimePercent, system.reachesTargetUptime == false,
            let longest = incidents.max(by: { $0.minutes < $1.minutes })
        else { return [] }
        return [
            ReportDecision(
                "Decide what keeps the success system up",
                because:
                    "\(NumberText.decimal(uptime)) % in \(Self.windowDays) days, target \(NumberText.short(system.targetUptime)) %; the longest outage: "
                    + "\(longest.cause), \(NumberText.decimal(NumberText.rounded(longest.minutes / 60, 2))) hours.",
                path: DashboardName.system.path, section: "system")
        ]
    }
}
