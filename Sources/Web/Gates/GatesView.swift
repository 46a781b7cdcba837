import Access
import Dashboards
import Domain
import Gates

/// The exit gates as their template shows them.
enum GatesView {
    static func view(_ story: GateStory, isPast: Bool, who: Who, now: Moment) -> View {
        let gates = story.gates
        var view: View = [
            "summary": gates.state == .passed
                ? "All gates are passed" : "\(gates.passed) of \(gates.gates.count) gates \(gates.passed == 1 ? "is" : "are") passed",
            "moment": moment(gates.asOf),
            "dateNow": isPast ? "\(CivilDate(of: gates.asOf))" : "",
            "gates": gates.gates.map { standing in gate(standing, story.history, isPast: isPast, who) },
            "history": history(story.history),
            "baseline": BaselineView.view(story.baseline, mayChange: !isPast && who.role.may(.changeBaseline)),
        ]
        if isPast { view["past"] = ["presentPath": "/gates"] as View }
        return view
    }

    // MARK: Gates

    private static func gate(_ standing: ExitGates.Standing, _ history: GateHistory, isPast: Bool, _ who: Who) -> View {
        let passed = standing.checks.count { $0.state == .passed }
        var view: View = [
            "gateID": standing.gate.rawValue, "gateTitle": "\(standing.gate.number). \(standing.gate.title)",
            "badge": badge(standing.state),
            "passed": "\(passed) of \(standing.checks.count)",
            "missing": standing.checks.compactMap { check in
                check.needed.map { ["anchor": check.name.rawValue, "checkTitle": check.name.title, "steps": CodeText.parts($0)] as View }
            },
            "checks": standing.checks.map { self.check($0, of: standing.checks.count, isPast: isPast, who) },
        ]
        if let recorded = history.standing(of: standing.gate) {
            view["record"] = ["words": words(recorded, now: standing.state, began: history.firstDay)] as View
        }
        return view
    }

    /// What the records say of it; they are taken once a day, so that it may stand otherwise by now.
    private static func words(_ recorded: (state: GateState, since: CivilDate), now state: GateState, began: CivilDate?) -> String {
        guard recorded.state == state else { return "\(recorded.state) in the newest daily record" }
        return recorded.since == began ? "\(state) in all daily records, since \(recorded.since)" : "\(state) since \(recorded.since)"
    }

    private static func check(_ check: GateCheck, of count: Int, isPast: Bool, _ who: Who) -> View {
        var view: View = [
            "checkID": check.name.rawValue, "checkTitle": check.name.title, "badge": badge(check.state),
            // Rows without holes: four beside each other in twos, three in one row.
            "width": count % 3 == 0 ? 4 : 6,
            "valueShown": check.valueText, "targetShown": check.targetText, "found": check.found,
            "evidence": evidence(check), "command": check.command,
        ]
        if let needed = check.needed { view["need"] = ["steps": CodeText.parts(needed)] as View }
        if isPast, let caveat = check.name.caveat { view["limit"] = ["caveat": caveat] as View }
        let panel = check.name.panel
        if who.role.may(.see(panel.dashboard)) {
            let path = panel.dashboard.path
            view["place"] =
                [
                    "placePath": "\(path)#\(panel.id)", "placeTitle": panel.dashboard.title, "csvPath": "\(path)/\(panel.id).csv",
                    "csvName": "\(panel.id).csv",
                ] as View
        }
        return view
    }

    static func evidence(_ check: GateCheck) -> View {
        let evidence = check.evidence
        guard !evidence.rows.isEmpty else { return ["isEmpty": true] }
        return [
            "isEmpty": false, "count": SpanText.count(evidence.rows.count, "row"), "caption": "Evidence of \(check.name.title)",
            "columns": evidence.columns.map { ["label": $0.title, "numeric": $0.isNumber] as View },
            "rows": evidence.rows.map { row in
                [
                    "key": "",
                    "cells": zip(row, evidence.columns).map { cell, column in
                        var view: View = ["text": cell.shown(as: column.kind), "numeric": column.isNumber]
                        if case .moment(let moment) = cell { view["iso"] = moment.iso8601 }
                        return view
                    },
                ] as View
            },
        ]
    }

    static func badge(_ state: GateState) -> View {
        switch state {
        case .passed: ["tone": "good", "symbol": "✓", "word": "Passed"]
        case .unmet: ["tone": "bad", "symbol": "✗", "word": "Unmet"]
        case .unknown: ["tone": "unsure", "symbol": "?", "word": "Unknown"]
        }
    }

    private static func moment(_ moment: Moment) -> View { ["iso": moment.iso8601, "text": FigureText.moment(moment)] }

    // MARK: History

    /// Older entries are in the API and in `mainstay gates --history`.
    private static let entriesShown = 60

    private static func history(_ history: GateHistory) -> View {
        guard let first = history.firstDay, let newest = history.newestDay else {
            return [
                "noRecord": ["sentence": "No day is on record yet. While the server runs, the gates are recorded daily at 02:35 UTC."]
                    as View
            ]
        }
        return [
            "reach": history.days == 1 ? "One day is on record, \(first)." : "\(history.days) days are on record, \(first) to \(newest).",
            "turned": ["entries": history.entries.prefix(entriesShown).map(entry)] as View,
        ]
    }

    private static func entry(_ entry: GateHistory.Entry) -> View {
        [
            "day": "\(entry.day)", "gateTitle": entry.gate.title,
            "movement": entry.before == nil
                ? "first record" : entry.isTurn ? "was \(entry.before?.rawValue ?? "")" : "as before",
            "badge": badge(entry.state),
            "turns": entry.turns.map { turn in
                ["what": "\(turn.check.title): \(turn.before.map { "\($0) → " } ?? "")\(turn.state)", "why": turn.found] as View
            },
        ]
    }
}
