import Domain
import Foundation

/// From counts to what is said about a parameter of the score.
enum WarningSuggestion {
    /// Which status is the warning.
    enum Flag: String, Sendable {
        case critical
        /// Critical or At-Risk.
        case unhealthy

        var words: String { self == .critical ? "Critical" : "not Healthy" }
    }

    struct Trial: Sendable {
        let tunable: Tunable
        let flags: Flag
        let values: [Int]

        func suggestion(present: WarningOutcome, others: [(value: Int, outcome: WarningOutcome)]) -> Suggestion {
            let judged = others.map { (value: $0.value, outcome: $0.outcome, verdict: WarningBar.judge($0.outcome, against: present)) }
            // Who warns of most; among equals the smallest step.
            let earlier = judged.filter { $0.verdict == .warnsEarlier }
                .min { ($1.outcome.flaggedGone, abs($0.value - tunable.value)) < ($0.outcome.flaggedGone, abs($1.value - tunable.value)) }
            let fewer = judged.filter { $0.verdict == .fewerFalseAlarms }
                .min { ($0.outcome.flagged, abs($0.value - tunable.value)) < ($1.outcome.flagged, abs($1.value - tunable.value)) }
            let chosen = earlier ?? fewer
            let rows =
                ([(value: tunable.value, outcome: present, isWorthTrying: false)]
                + judged.map { ($0.value, $0.outcome, $0.verdict == .warnsEarlier || $0.verdict == .fewerFalseAlarms) })
                .sorted { $0.0 < $1.0 }
            return Suggestion(
                parameter: tunable.name, present: tunable.value, proposed: chosen?.value, isStrategic: tunable.isStrategic,
                evidence: chosen == nil ? noReason(present, judged.map { ($0.value, $0.outcome) }) : evidence(present),
                effect: chosen.map { effect($0.value, $0.outcome, present) },
                // Without departures there is nothing to judge by, and nothing to show.
                trials: present.gone < WarningBar.departures
                    ? []
                    : rows.map { row in
                        Suggestion.Trial(
                            value: row.0, outcome: words(row.1), isPresent: row.0 == tunable.value, isWorthTrying: row.2)
                    })
        }

        /// Why the present value may stay: what the one that finds most would have brought.
        private func noReason(_ present: WarningOutcome, _ others: [(value: Int, outcome: WarningOutcome)]) -> String {
            guard present.gone >= WarningBar.departures else {
                return
                    "\(NumberText.count(present.gone)) of the customers looked at left; \(WarningBar.departures) are needed to learn from."
            }
            let found =
                "\(NumberText.count(present.flaggedGone)) of \(NumberText.count(present.gone)) who left were \(flags.words) at least 7 days "
                + "before (\(text(present.recall)) %)."
            guard let most = others.max(by: { $0.outcome.flaggedGone < $1.outcome.flaggedGone }),
                most.outcome.flaggedGone > present.flaggedGone
            else {
                return "\(found) No other value tried finds more."
            }
            return
                "\(found) Most are found with \(most.value): \(NumberText.count(most.outcome.flaggedGone)) (\(text(most.outcome.recall)) %), with "
                + "some \(NumberText.count(perLook(most.outcome.flagged - present.flagged))) more \(flags.words) at each look."
        }

        private func evidence(_ present: WarningOutcome) -> String {
            let interval = ShareInterval.of(present.flaggedGone, present.gone).map { ", interval \($0.words)" } ?? ""
            return "Of \(NumberText.count(present.gone)) who left, \(NumberText.count(present.flaggedGone)) were \(flags.words) "
                + "at least 7 days before (\(text(present.recall)) %\(interval)). At the three looks together "
                + "\(NumberText.count(present.flagged, "customer was", "customers were")) \(flags.words), some of them more than once; \(text(present.precision)) % left."
        }

        private func effect(_ value: Int, _ other: WarningOutcome, _ present: WarningOutcome) -> String {
            let more = other.flagged - present.flagged
            return "With \(value), it would have been \(NumberText.count(other.flaggedGone)) (\(text(other.recall)) %), with some "
                + "\(NumberText.count(perLook(more))) \(more > 0 ? "more" : "fewer") \(flags.words) at each look, \(NumberText.count(abs(more))) at all three, of whom "
                + "\(NumberText.count(abs(other.flaggedGone - present.flaggedGone))) left; of all \(flags.words), \(text(other.precision)) % left."
        }

        /// Of the looks together at one, rounded.
        private func perLook(_ count: Int) -> Int { (abs(count) + WarningBar.looks / 2) / WarningBar.looks }

        private func words(_ outcome: WarningOutcome) -> String {
            "\(NumberText.count(outcome.flagged)) \(flags.words) at the three looks, some \(NumberText.count(perLook(outcome.flagged))) at each; \(NumberText.count(outcome.flaggedGone)) of \(NumberText.count(outcome.gone)) "
                + "who left (\(text(outcome.recall)) %)"
        }

        private func text(_ percent: Decimal?) -> String { percent.map(NumberText.decimal) ?? "–" }
    }
}

extension Tunable {
    /// What is said about the delay of the critical alert.
    func suggestion(present: DelayOutcome, all: [DelayOutcome]) -> Suggestion {
        let judged = all.filter { $0.minutes != value }.map { ($0, DelayBar.judge($0, against: present)) }
        // The smallest step that helps, either way.
        let chosen =
            judged.first { $0.1 == .fewerAlerts }?.0 ?? judged.first { $0.1 == .soonerAlerts }?.0
        return Suggestion(
            parameter: name, present: value, proposed: chosen?.minutes, isStrategic: isStrategic,
            evidence: present.falls >= DelayBar.falls
                ? "Of \(NumberText.count(present.falls)) falls to Critical, \(NumberText.count(present.overBefore)) were over before \(value) minutes "
                    + "had passed, and nobody was told."
                : "\(NumberText.count(present.falls)) falls to Critical are on record; \(DelayBar.falls) are needed to learn from.",
            effect: chosen.map { other in
                other.minutes > value
                    ? "With \(other.minutes) minutes, \(NumberText.count(other.overBefore)) would have been over before; each alert would have come "
                        + "\(other.minutes - value) minutes later."
                    : "With \(other.minutes) minutes, each alert would have come \(value - other.minutes) minutes sooner; "
                        + "\(NumberText.count(present.overBefore - other.overBefore)) more would have been told."
            },
            trials: present.falls < DelayBar.falls
                ? []
                : all.map { outcome in
                    Suggestion.Trial(
                        value: outcome.minutes,
                        outcome: "\(NumberText.count(outcome.told)) told, \(NumberText.count(outcome.overBefore)) over before",
                        isPresent: outcome.minutes == value,
                        isWorthTrying: judged.contains { $0.0 == outcome && ($0.1 == .fewerAlerts || $0.1 == .soonerAlerts) })
                })
    }
}
