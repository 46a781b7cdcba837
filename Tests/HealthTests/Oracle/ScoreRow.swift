import Domain

/// What a score is made of, at a moment.
struct ScoreInputs: Hashable, Sendable {
    var lastActivity: Moment?
    var openTickets: Int
    var features: Int
    var hasCore: Bool
}

/// The points of a score.
struct Score: Hashable, Sendable {
    var engagement: Int
    var support: Int
    var value: Int
    var total: Int
    var status: HealthStatus
}

/// A score with its inputs and the next moment at which it changes by itself.
struct ScoreRow: Hashable, Sendable {
    var score: Score
    var inputs: ScoreInputs
    var model: Int
    var nextChange: Moment?
}

/// A moment at which something of a score changed, and how things stood from then on; without a score where activity ended.
struct HistoryRow: Hashable, Sendable {
    var moment: Moment
    var score: Score?
    var inputs: ScoreInputs
    var model: Int
}

/// Whether a customer was active 1, 3 and 6 months after the month of creation.
struct RetentionMasks: Hashable, Sendable {
    var cohort: Month
    /// Bit k: in that very month.
    var activeIn: Int
    /// Bit k: in that month or later.
    var activeSince: Int
}
