public import CustomerMetrics
import Domain

extension Explanation: Report {
    public var page: Page {
        var page = Page(customer.name ?? customer.id.shown, "from \(NumberText.moment(from)) to \(NumberText.moment(to))")
        page.gap()
        page.add(headline)
        for change in standingChanges {
            page.add(
                .faint(NumberText.moment(change.moment)) + InkedText(change.isActive ? "  became active" : "  ended (\(change.status))"))
        }
        guard outcome != .noScore else { return page }
        page.gap()
        for part in parts {
            page.add(
                InkedText(Self.padded(NumberText.signed(part.points), 4), part.points < 0 ? .bad : part.points > 0 ? .good : .faint)
                    + .strong("  \(part.component.rawValue)") + .faint("  \(span(part.component))") + split(part))
            for cause in part.causes { for line in cause.lines(from: from, to: to) { page.add("        " + line) } }
        }
        if modelPoints != 0 { page.note("Model: what another version of the scoring model did; the rest is the customer's doing.") }
        return page
    }

    private var headline: InkedText {
        func total(_ score: Score?) -> InkedText {
            score.map { .strong("\($0.total)") + " " + InkedText($0.status.rawValue, $0.status.ink) } ?? .faint("no score")
        }
        let sum = InkedText(NumberText.signed(points), points < 0 ? .bad : points > 0 ? .good : .plain)
        return switch outcome {
        case .noScore: "No score at either moment: " + .faint("only active customers have one")
        case .compared where modelPoints != 0:
            total(before) + " to " + total(after) + "  " + sum
                + .faint(" (customer \(NumberText.signed(behaviourPoints)), model \(NumberText.signed(modelPoints)))")
        case .compared, .began, .ended: total(before) + " to " + total(after) + "  " + sum
        }
    }

    private func span(_ component: ScoreComponent) -> String {
        "\(before.map { "\($0[component])" } ?? "–") to \(after.map { "\($0[component])" } ?? "–")"
    }

    private func split(_ part: Part) -> InkedText {
        part.modelPoints == 0
            ? ""
            : .faint("  (customer \(NumberText.signed(part.behaviourPoints)), model \(NumberText.signed(part.modelPoints)))")
    }

    private static func padded(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }

    public var csv: CSVTable {
        CSVTable(
            ["component", "before", "after", "points", "behaviour_points", "model_points"],
            rows: parts.map { part in
                [
                    part.component.rawValue, .csv(before?[part.component]), .csv(after?[part.component]), .csv(part.points),
                    .csv(part.behaviourPoints), .csv(part.modelPoints),
                ]
            })
    }
}

extension ScoreCause {
    fileprivate func lines(from: Moment, to: Moment) -> [InkedText] {
        switch self {
        case .activity(let before, let after):
            return ["last activity \(before.words(at: from)), then \(after.words(at: to))"]
        case .ticketOpened(let ticket): return ["ticket opened \(NumberText.moment(ticket.openedAt)): \(ticket.words)"]
        case .ticketClosed(let ticket):
            return ["ticket closed\(ticket.closedAt.map { " \(NumberText.moment($0))" } ?? ""): \(ticket.words)"]
        case .featureAdopted(let name, let moment, let isCore):
            return ["adopted \(name)\(isCore ? " (core)" : "") \(NumberText.moment(moment))"]
        case .unnamedFeaturesAdopted(let count): return ["adopted \(Spoken.count(count, "feature", "features")) without a name"]
        case .modelChanged(let changes):
            return changes.map { "model: \($0.name) \($0.before) to \($0.after)" }
        }
    }
}

extension ScoreCause.Recency {
    /// `3 days before (less than 7 days)`
    fileprivate func words(at moment: Moment) -> String {
        guard let lastActivity else { return "none" }
        let band =
            lessThanDays.map { "less than \(Spoken.count($0, "day", "days"))" } ?? "\(bandDays.last.map(String.init) ?? "") days or more"
        return "\(NumberText.span(from: lastActivity, to: moment)) before (\(band))"
    }
}

extension Ticket {
    fileprivate var words: String { (subject ?? category ?? shown).truncated(toWidth: 60) }
}
