/// A group of customers by subscription tier (metrics.md §7).
public enum Segment: String, Sendable, Hashable, CaseIterable {
    case enterprise = "Enterprise"
    case professional = "Professional"
    case basic = "Basic"
    case free = "Free"

    /// - Parameter subscriptionTier: the tier as the source spells it; anything unknown is Free.
    public init(subscriptionTier: String?) {
        switch subscriptionTier {
        case "enterprise": self = .enterprise
        case "professional": self = .professional
        case "basic": self = .basic
        default: self = .free
        }
    }
}
