import Dashboards
import Domain

extension ParameterSuggestions {
    /// The section about parameters worth a look.
    var section: ReportSection {
        let worth = suggestions.filter { $0.proposed != nil }
        let rest = suggestions.filter { $0.proposed == nil }
        var blocks: [ReportBlock] = [.paragraph(method)]
        if !worth.isEmpty {
            blocks.append(
                .items(
                    worth.map { suggestion in
                        ReportItem(
                            title: "\(suggestion.parameter): \(suggestion.present) → \(suggestion.proposed.map { "\($0)" } ?? "–")",
                            detail: suggestion.evidence, points: [suggestion.effect, suggestion.whoDecides].compactMap { $0 })
                    }))
        }
        if !rest.isEmpty {
            blocks.append(.paragraph(worth.isEmpty ? "No change is suggested." : "No change is suggested for the others."))
            blocks.append(
                .items(rest.map { ReportItem(title: "\($0.parameter): \($0.present), no change suggested", detail: $0.evidence) }))
        }
        if !table.table.rows.isEmpty { blocks.append(.table(table)) }
        return ReportSection(id: "adjustments", title: "Parameters worth a look", blocks)
    }

    /// What of it somebody has to decide.
    var decisions: [ReportDecision] {
        suggestions.compactMap { suggestion in
            suggestion.proposed.map { proposed in
                ReportDecision(
                    "\(proposed > suggestion.present ? "Raise" : "Lower") \(suggestion.parameter) from \(suggestion.present) to \(proposed)?",
                    because: ([suggestion.evidence] + [suggestion.effect, suggestion.whoDecides].compactMap { $0 }).joined(separator: " "),
                    command: suggestion.command, section: "adjustments")
            }
        }
    }

    private var method: String {
        "The facts of the last \(Self.windowDays) days, computed again with other values. Scores are looked at 37, 67 and 97 days ago; a customer was "
            + "warned of in time who was flagged then and left 7 to 37 days later. A change is suggested when it finds \(WarningBar.recallGain) points "
            + "more of those who left and flags no more than \(WarningBar.flaggedMore) points more of all, or when it flags \(WarningBar.flaggedFewer) % "
            + "fewer and loses no more than \(WarningBar.recallLoss) points. It is a look back, not a trial: customers whom a call has saved count as stayed."
            + (oneIn > 1 ? " Of this many customers, one in \(oneIn) was looked at, always the same ones." : "")
    }

    private var table: ReportTable {
        ReportTable(
            "Every value that was tried",
            DataTable(
                columns: [
                    .init("parameter", "Parameter", .text), .init("value", "Value", .integer),
                    .init("outcome", "What it would have done", .text),
                    .init("verdict", "Verdict", .text),
                ],
                rows: suggestions.flatMap { suggestion in
                    suggestion.trials.map { trial in
                        [
                            .text(suggestion.parameter), .from(trial.value), .text(trial.outcome),
                            .text(
                                trial.isPresent
                                    ? "now"
                                    : trial.value == suggestion.proposed
                                        ? "suggested" : trial.isWorthTrying ? "clears the bar" : "below the bar"),
                        ]
                    }
                }))
    }
}
