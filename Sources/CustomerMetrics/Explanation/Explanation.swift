public import Domain

/// Why a score moved between two moments: signed points per part, which sum to the change in total, each with its causes.
///
/// What the customer did is told apart from what a new model did: the points of the later moment's facts by the earlier moment's model, less
/// the earlier points, are behaviour; the rest is the model.
public struct Explanation: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable {
        /// A score at both moments.
        case compared
        /// No score at the earlier moment; all points were gained.
        case began
        /// No score at the later moment; all points were lost.
        case ended
        /// No score at either.
        case noScore = "no_score"
    }

    public struct Part: Sendable, Hashable {
        public let component: ScoreComponent
        public let behaviourPoints: Int
        public let modelPoints: Int
        public let causes: [ScoreCause]

        public var points: Int { behaviourPoints + modelPoints }
    }

    public let customer: Customer
    public let from: Moment
    public let to: Moment
    /// Nil while the customer was not active.
    public let before: Score?
    public let after: Score?
    /// One of each ``ScoreComponent``, in its order.
    public let parts: [Part]
    /// What differs between the models of the two moments; empty when they are the same.
    public let modelChanges: [ScoreCause.ParameterChange]
    /// When the customer began, ended or came back after `from` and up to `to`.
    public let standingChanges: [Standing.Change]

    public var outcome: Outcome {
        switch (before, after) {
        case (nil, nil): .noScore
        case (nil, .some): .began
        case (.some, nil): .ended
        case (.some, .some): .compared
        }
    }

    /// The change in total, where no score counts as 0.
    public var points: Int { parts.reduce(0) { $0 + $1.points } }
    public var behaviourPoints: Int { parts.reduce(0) { $0 + $1.behaviourPoints } }
    public var modelPoints: Int { parts.reduce(0) { $0 + $1.modelPoints } }
}

extension Explanation {
    /// The shape of `mainstay explain ID --format json`.
    public var json: JSON {
        .object(
            customer.jsonMembers + [
                JSON.Member("from", state(at: from, before)),
                JSON.Member("to", state(at: to, after)),
                JSON.Member("outcome", .string(outcome.rawValue)),
                JSON.Member("points", .from(points)),
                JSON.Member("behaviour_points", .from(behaviourPoints)),
                JSON.Member("model_points", .from(modelPoints)),
                JSON.Member("parts", .array(parts.map(\.json))),
                JSON.Member("model_changes", .array(modelChanges.map(\.json))),
                JSON.Member("standing_changes", .array(standingChanges.map(\.json))),
            ])
    }

    private func state(at moment: Moment, _ score: Score?) -> JSON {
        .object(["at": .from(moment), "score": score?.json ?? .null])
    }
}

extension Explanation.Part {
    fileprivate var json: JSON {
        .object([
            "component": .string(component.rawValue),
            "points": .from(points),
            "behaviour_points": .from(behaviourPoints),
            "model_points": .from(modelPoints),
            "causes": .array(causes.map(\.json)),
        ])
    }
}
