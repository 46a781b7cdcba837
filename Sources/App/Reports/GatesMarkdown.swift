import Domain
import Gates

/// The exit gates as Markdown, to be pasted into a report or a wiki.
struct GatesMarkdown {
    private let report: GatesReport

    init(_ report: GatesReport) { self.report = report }

    var text: String {
        var lines = ["# Exit gates", "", "As of \(NumberText.moment(report.gates.asOf)). **\(report.verdict)**"]
        for standing in report.gates.gates {
            lines += ["", "## \(standing.gate.number). \(standing.gate.title): \(standing.state)", ""]
            lines += ["| check | state | value | target | found | needed | see |", "|---|---|---:|---|---|---|---|"]
            lines += standing.checks.map { check in
                Self.row([
                    Self.safe(check.name.title), check.state.rawValue, Self.safe(check.valueText), Self.safe(check.targetText),
                    Self.safe(check.found), Self.withCommands(check.needed ?? ""), Self.withCommands("`\(check.command)`"),
                ])
            }
        }
        if let history = report.history {
            lines += ["", "## History", "", "\(Self.withCommands(history.words.prefix(1).uppercased() + history.words.dropFirst()))."]
            if !history.entries.isEmpty { lines += ["", "| day | gate | state | what turned |", "|---|---|---|---|"] }
            lines += history.entries.map { entry in
                Self.row([
                    "\(entry.day)", entry.gate.title, entry.movement.rendered(coloured: false),
                    Self.safe(entry.turns.map(\.words).joined(separator: "; ")),
                ])
            }
        }
        if !report.caveats.isEmpty { lines += [""] + report.caveats.map { "- \($0)" } }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    /// A text of ours with commands between backticks: these stay as they are, but for what would end the cell.
    private static func withCommands(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            index % 2 == 0 ? safe(String(part)) : "`\(String(part).harmless.replacingScalar("|", with: "\\|"))`"
        }.joined()
    }

    /// A text from outside stays one cell of one line, and no part of it becomes a tag, a link, a picture or code.
    private static func safe(_ text: String) -> String {
        text.harmless.replacingScalars { markup.contains($0) ? "\\\($0)" : nil }
    }

    private static let markup: Set<Unicode.Scalar> = ["|", "\\", "<", ">", "[", "]", "*", "_", "`"]
}
