import Domain
public import Gates

/// How the exit gates are written.
public enum GatesFormat: String, Sendable, Hashable, CaseIterable {
    case table
    case json
    case markdown
}

/// The exit gates for the terminal, for programs and for a report.
public struct GatesReport: Sendable, Hashable {
    let gates: ExitGates
    /// Shown below where it is given.
    let history: GateHistory?
    /// Of an earlier moment it is said what cannot be known.
    let isPast: Bool

    public init(_ gates: ExitGates, history: GateHistory? = nil, isPast: Bool = false) {
        (self.gates, self.history, self.isPast) = (gates, history, isPast)
    }

    public func text(_ format: GatesFormat, on terminal: Terminal) -> String {
        switch format {
        case .table: page.text(coloured: terminal.isColoured)
        case .json: gates.json(with: history).text(indented: true) + "\n"
        case .markdown: GatesMarkdown(self).text
        }
    }

    var verdict: String {
        switch gates.state {
        case .passed: "All \(gates.gates.count) gates are passed."
        case .unmet, .unknown: "\(gates.passed) of \(gates.gates.count) gates \(gates.passed == 1 ? "is" : "are") passed."
        }
    }

    /// What cannot be known of the past, each of it once.
    var caveats: [String] {
        guard isPast else { return [] }
        return gates.gates.flatMap(\.checks).compactMap(\.name.caveat).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private var page: Page {
        var page = Page("Exit gates", Page.asOf(gates.asOf))
        for standing in gates.gates {
            page.gap()
            page.add(standing.state.mark + " " + .strong("\(standing.gate.number). \(standing.gate.title)") + .faint("  \(standing.state)"))
            var table = TextTable(.left(""), .left(""), .right(""), .left(""))
            for check in standing.checks {
                table.add(check.state.mark, InkedText(check.name.title), InkedText(check.valueText), .faint(check.targetText))
                table.add("", .faint("  found"), "", InkedText(check.found))
                if let needed = check.needed { table.add("", .faint("  needed"), "", InkedText(needed)) }
                table.add("", .faint("  see"), "", .faint(check.command))
            }
            page.add(table)
        }
        page.gap()
        page.add(InkedText(verdict, gates.state == .passed ? .good : .bad))
        if let history { Self.add(history, to: &page) }
        for caveat in caveats { page.note(caveat) }
        return page
    }

    private static func add(_ history: GateHistory, to page: inout Page) {
        page.gap()
        page.add(.strong("History") + .faint("  \(history.words)"))
        for entry in history.entries {
            page.gap()
            page.add(InkedText("\(entry.day)  \(entry.gate.title): ") + entry.movement)
            for turn in entry.turns where entry.before != nil || turn.state != .passed {
                page.add("  " + turn.state.mark + " " + InkedText(turn.words))
            }
        }
    }
}

extension GateState {
    /// Different without colours too.
    var mark: InkedText {
        switch self {
        case .passed: InkedText("✓", .good)
        case .unmet: InkedText("✗", .bad)
        case .unknown: InkedText("?", .warning)
        }
    }
}

extension GateHistory {
    /// How far the records reach.
    var words: String {
        guard let firstDay, let newestDay else { return "no day was recorded yet: `mainstay serve` does it at 02:35 UTC" }
        return days == 1 ? "1 day is on record, \(firstDay)" : "\(days) days are on record, from \(firstDay) to \(newestDay)"
    }
}

extension GateHistory.Entry {
    /// `passed → unmet`, `still unmet`, `unmet, the first record`.
    var movement: InkedText {
        guard let before else { return InkedText(state.rawValue) + .faint(", the first record") }
        return before == state ? InkedText("still \(state)") : InkedText("\(before) → ") + .strong(state.rawValue)
    }
}

extension GateHistory.Turn {
    /// `Alerts delivering: passed → unmet, …`.
    var words: String { "\(check.title): \(before.map { "\($0) → " } ?? "")\(state), \(found)" }
}
