public import Domain

/// Something between two moments that moved a part of a score, or might have.
public enum ScoreCause: Sendable, Hashable {
    /// The last activity, as it stood at each moment. Time that passes without one moves the score as well.
    case activity(before: Recency, after: Recency)
    case ticketOpened(Ticket)
    case ticketClosed(Ticket)
    /// The first use of a feature by the customer.
    case featureAdopted(String, at: Moment, isCore: Bool)
    /// Adoptions that name no feature; each counts as one of its own.
    case unnamedFeaturesAdopted(Int)
    /// Parameters of the scoring model that this part depends on.
    case modelChanged([ParameterChange])

    /// How long before a moment the last activity was.
    public struct Recency: Sendable, Hashable {
        public let lastActivity: Moment?
        /// Which of the bands it falls into: 0 is the most recent; `bandDays.count` when it is none of them.
        public let band: Int
        /// What the bands end at, in days of 24 hours, by the model of the earlier moment.
        public let bandDays: [Int]

        init(lastActivity: Moment?, at moment: Moment, bandDays: [Int]) {
            self.lastActivity = lastActivity
            self.bandDays = bandDays
            band = bandDays.firstIndex { days in lastActivity.map { moment < $0.adding(days: Int64(days)) } ?? false } ?? bandDays.count
        }

        /// `active`, `moderate`, `low` or `inactive`.
        public var bandName: String { ["active", "moderate", "low", "inactive"][min(band, 3)] }

        /// The days that the last activity is less than away; nil when it is in no band.
        public var lessThanDays: Int? { bandDays.indices.contains(band) ? bandDays[band] : nil }
    }

    public struct ParameterChange: Sendable, Hashable {
        public let name: String
        public let before: Int
        public let after: Int
    }

    var json: JSON {
        switch self {
        case .activity(let before, let after):
            .object([
                "kind": .string("activity"),
                "last_activity_before": .from(before.lastActivity),
                "last_activity_after": .from(after.lastActivity),
                "band_before": .string(before.bandName),
                "band_after": .string(after.bandName),
            ])
        case .ticketOpened(let ticket): .object(["kind": .string("ticket_opened"), "ticket": ticket.json])
        case .ticketClosed(let ticket): .object(["kind": .string("ticket_closed"), "ticket": ticket.json])
        case .featureAdopted(let name, let moment, let isCore):
            .object(["kind": .string("feature_adopted"), "feature": .string(name), "at": .from(moment), "core": .from(isCore)])
        case .unnamedFeaturesAdopted(let count): .object(["kind": .string("unnamed_features_adopted"), "count": .from(count)])
        case .modelChanged(let changes): .object(["kind": .string("model_changed"), "parameters": .array(changes.map(\.json))])
        }
    }
}

extension ScoreCause.ParameterChange {
    var json: JSON {
        .object(["name": .string(name), "before": .from(before), "after": .from(after)])
    }

    /// What differs between two versions, in the order of the parameters.
    static func between(_ before: HealthModel, _ after: HealthModel) -> [ScoreCause.ParameterChange] {
        HealthModel.parameterNames.compactMap { name in
            guard let old = before[name], let new = after[name], old != new else { return nil }
            return ScoreCause.ParameterChange(name: name, before: old, after: new)
        }
    }
}
