public import Domain
public import Schema

/// Everything that can be seen of the running engine; the program logs it, tests wait for it.
public enum EngineEvent: OutageEvent, Sendable {
    /// This server is the one that rescores now.
    case leading
    /// Another server rescores; this one stands by.
    case standingBy
    /// A batch was committed.
    case rescored(customers: Int, written: Int)
    /// Everybody was recomputed from the facts.
    case reconciled(RefreshReport, reason: ReconcileReason)
    /// The figures of these days were written.
    case figuresKept(days: ClosedRange<CivilDate>)
    case databaseLost(cause: String)
    case databaseBack(outageSeconds: Double)
    /// Something else went wrong; it is tried again.
    case failed(cause: String)

    public enum ReconcileReason: String, Sendable {
        case nightly
        /// A bulk load or a new model asked for everybody.
        case requested
        /// Stored scores speak of a moment that has not come: the clock was set back, or somebody refreshed for the future.
        case clockStepped = "clock stepped back"
    }
}
