import Domain

extension Explanation {
    /// `engagement -20: no activity for 9 days; support -10: ticket opened: cannot sign in`, or why there is nothing to compare.
    public var words: String {
        switch outcome {
        case .noScore, .ended: return "No score."
        case .began: return "New within the week."
        case .compared: break
        }
        let moved = parts.filter { $0.points != 0 }
        if moved.isEmpty { return "No change within the week." }
        return moved.map { part in
            // A mail is read on a phone: the first causes say enough, the customer's page has all.
            let causes = part.causes.prefix(Self.causesNamed).map { $0.words(at: to) }
            let more = part.causes.count - causes.count
            let tail = causes.joined(separator: ", ") + (more > 0 ? ", and \(more) more" : "")
            return "\(part.component.rawValue) \(NumberText.signed(part.points))" + (tail.isEmpty ? "" : ": \(tail)")
        }.joined(separator: "; ")
    }

    private static let causesNamed = 2
}

extension ScoreCause {
    fileprivate func words(at moment: Moment) -> String {
        switch self {
        case .activity(let before, let after):
            guard let last = after.lastActivity else { return "never active" }
            let span = NumberText.span(from: last, to: moment)
            return last == before.lastActivity ? "no activity for \(span)" : "last active \(span) before"
        case .ticketOpened(let ticket): return "ticket opened: \(ticket.words)"
        case .ticketClosed(let ticket): return "ticket closed: \(ticket.words)"
        case .featureAdopted(let name, _, let isCore): return "adopted \(name)\(isCore ? " (core)" : "")"
        case .unnamedFeaturesAdopted(let count): return "adopted \(NumberText.count(count)) features without a name"
        case .modelChanged: return "a new scoring model"
        }
    }
}

extension Ticket {
    fileprivate var words: String {
        let text = subject ?? category ?? shown
        return text.count > 60 ? text.prefix(59) + "…" : text
    }
}
