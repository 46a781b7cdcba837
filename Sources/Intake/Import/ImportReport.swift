public import Domain

/// What an import did, or would do.
public struct ImportReport: Sendable, Hashable {
    public struct File: Sendable, Hashable {
        public let name: String
        public let rows: Int
        /// Rows that were new.
        public let inserted: Int
        /// Rows that changed one that was there.
        public let updated: Int
        /// Rows that were there already, as they are.
        public var unchanged: Int { max(0, rows - inserted - updated) }
    }

    /// Whose scores were queued.
    public enum Queued: Sendable, Hashable {
        case nobody
        case customers(Int)
        case everybody
    }

    public let files: [File]
    public let warnings: [ImportWarning]
    public let queued: Queued
    /// The earliest time whose scores the changes may have altered: daily figures from this day on must be computed again.
    /// Nil when nothing changed that scores depend on.
    public let earliestChange: Moment?
    /// Everything was rolled back again.
    public let isDryRun: Bool

    public var changedNothing: Bool { files.allSatisfy { $0.inserted == 0 && $0.updated == 0 } }
}
