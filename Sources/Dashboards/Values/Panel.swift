/// One figure of a dashboard with everything that belongs to it: what it means, its target, its picture and its data.
public struct Panel: Sendable, Hashable, Codable {
    /// A stable slug: `overall-health`. Also the name of its CSV file and of its anchor in the page.
    public let id: String
    public let title: String
    /// Panels of one group are alternatives that share a place on the page.
    public let group: String?
    /// This alternative's label on the switch.
    public let choice: String?
    /// What the figure means and how it is computed.
    public let definition: String?
    /// The figure itself, as text; "–" where it is unknown.
    public let headline: String?
    /// What stands beside the figure: of how many, how certain.
    public let detail: String?
    public let target: String?
    /// Against the target; nil where there is none.
    public let verdict: Verdict?
    /// Nil where there is nothing to draw.
    public let chart: Chart?
    /// The panel's data, always there; without rows where there is nothing.
    public let table: DataTable
    /// Why there is nothing to show, and what to do; nil where there is something.
    public let empty: EmptyState?

    public init(
        id: String, title: String, group: String? = nil, choice: String? = nil, definition: String? = nil, headline: String? = nil,
        detail: String? = nil, target: String? = nil, verdict: Verdict? = nil, chart: Chart? = nil, table: DataTable,
        empty: EmptyState? = nil
    ) {
        (self.id, self.title, self.group, self.choice, self.definition) = (id, title, group, choice, definition)
        (self.headline, self.detail, self.target, self.verdict) = (headline, detail, target, verdict)
        (self.chart, self.table, self.empty) = (chart, table, empty)
    }
}
