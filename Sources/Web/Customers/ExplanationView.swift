import CustomerMetrics
import Domain
import Foundation

/// "What changed": signed points with their causes.
enum ExplanationView {
    static func view(_ story: CustomerStory) -> View {
        let explanation = story.explanation
        var view: View = [
            "periods": CustomerPageRequest.periods.map { days in
                [
                    "days": days, "isChosen": days == story.asked.days,
                    "periodPath": story.asked.path(story.profile.customer, days: days, kind: story.asked.kind, anchor: "change"),
                ] as View
            },
            "sum": SpanText.signed(explanation.points), "way": SpanText.direction(explanation.points), "outcome": outcome(explanation),
            "standingChanges": explanation.standingChanges.map { change in
                ["sentence": "\(change.isActive ? "Became active" : "Ended (\(change.status))") \(FigureText.moment(change.moment))."]
                    as View
            },
        ]
        guard explanation.outcome != .noScore else { return view }
        view["comparison"] = ["parts": explanation.parts.map { part($0, explanation) }] as View
        if explanation.modelPoints != 0 {
            view["model"] =
                [
                    "sentence": "\(SpanText.signed(explanation.behaviourPoints)) by what the customer did, "
                        + "\(SpanText.signed(explanation.modelPoints)) by another version of the scoring model."
                ] as View
        }
        return view
    }

    private static func outcome(_ explanation: Explanation) -> String {
        func total(_ score: Score?) -> String { score.map { "\($0.total) (\(HealthStatusView.word($0.status)))" } ?? "no score" }
        return switch explanation.outcome {
        case .noScore: "No score at either moment: only active customers have one."
        case .compared, .began, .ended:
            "From \(total(explanation.before)) at \(FigureText.moment(explanation.from)) to \(total(explanation.after))."
        }
    }

    private static func part(_ part: Explanation.Part, _ explanation: Explanation) -> View {
        [
            "name": part.component.rawValue.capitalized, "points": SpanText.signed(part.points), "way": SpanText.direction(part.points),
            "before": explanation.before.map { "\($0[part.component])" } ?? FigureText.unknown,
            "after": explanation.after.map { "\($0[part.component])" } ?? FigureText.unknown,
            "causes": part.causes.flatMap { causes($0, explanation) }.map { ["cause": $0] as View },
            "isWithoutCause": part.causes.isEmpty && part.points == 0 && explanation.outcome == .compared,
        ]
    }

    private static func causes(_ cause: ScoreCause, _ explanation: Explanation) -> [String] {
        switch cause {
        case .activity(let before, let after):
            ["Last activity was \(words(before, at: explanation.from)), now \(words(after, at: explanation.to))"]
        case .ticketOpened(let ticket): ["Ticket opened \(FigureText.moment(ticket.openedAt)): \(words(ticket))"]
        case .ticketClosed(let ticket):
            ["Ticket closed\(ticket.closedAt.map { " " + FigureText.moment($0) } ?? ""): \(words(ticket))"]
        case .featureAdopted(let name, let moment, let isCore):
            ["Adopted \(name)\(isCore ? " (core)" : "") \(FigureText.moment(moment))"]
        case .unnamedFeaturesAdopted(let count): ["Adopted \(SpanText.count(count, "feature")) without a name"]
        case .modelChanged(let changes): changes.map { "Model: \($0.name) from \($0.before) to \($0.after)" }
        }
    }

    private static func words(_ recency: ScoreCause.Recency, at moment: Moment) -> String {
        guard let last = recency.lastActivity else { return "never" }
        let band =
            recency.lessThanDays.map { "less than \(SpanText.count($0, "day"))" }
            ?? "\(SpanText.count(recency.bandDays.last ?? 0, "day")) or more"
        return "\(SpanText.length(from: last, to: moment)) ago (\(band))"
    }

    private static func words(_ ticket: Ticket) -> String { ticket.subject ?? ticket.category ?? ticket.shown }
}
