/// How far an import is. Rates and remaining times are the display's to compute, from these and its own clock.
public struct ImportProgress: Sendable, Hashable {
    public enum Phase: Sendable, Hashable {
        /// Files are read, checked value by value, and staged.
        case reading
        /// Staged rows are checked against each other and the database.
        case checking
        /// Staged rows are merged into the tables.
        case merging
        /// The transaction ends; the planner's statistics follow.
        case finishing
    }

    public let phase: Phase
    /// The file that it is about; nil in the last phase.
    public let file: String?
    /// Rows of this file read so far; all of them after `reading`.
    public let fileRows: Int
    /// Rows of all files read so far.
    public let rows: Int
    /// Bytes of all files read so far.
    public let bytesRead: Int
    /// Bytes of all files.
    public let bytesTotal: Int
}
