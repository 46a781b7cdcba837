/// What a panel says instead of showing nothing.
public struct EmptyState: Sendable, Hashable, Codable {
    /// What is not there: "No survey was answered in the 30 days up to then."
    public let missing: String
    /// How to get it: "Import nps_surveys.csv."
    public let remedy: String

    public init(missing: String, remedy: String) { (self.missing, self.remedy) = (missing, remedy) }
}
