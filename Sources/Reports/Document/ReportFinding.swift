/// One thing that changed, in a sentence that stands alone and carries its numbers.
public struct ReportFinding: Sendable, Hashable, Codable {
    /// What the change means for the company.
    public enum Direction: String, Sendable, Hashable, Codable, CaseIterable {
        case better
        case worse
        /// Neither good nor bad, or too little data to tell.
        case neutral

        /// The word that stands beside the colour, which is never the only sign.
        public var word: String {
            switch self {
            case .better: "Better"
            case .worse: "Worse"
            case .neutral: "Note"
            }
        }
    }

    public let statement: String
    public let direction: Direction
    /// The id of the section with the evidence.
    public let section: String?

    public init(_ statement: String, _ direction: Direction, section: String? = nil) {
        (self.statement, self.direction, self.section) = (statement, direction, section)
    }
}
