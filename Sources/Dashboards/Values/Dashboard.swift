public import Domain

/// One of the four dashboards as it stood at a moment: all that a page, an export or the API shows of it.
public struct Dashboard: Sendable, Hashable, JSONDocument {
    public let name: DashboardName
    public let title: String
    /// The moment that all figures speak of; nothing later is in them.
    public let asOf: Moment
    /// When they were computed.
    public let takenAt: Moment
    /// In the order of the page.
    public let panels: [Panel]

    public init(name: DashboardName, title: String, asOf: Moment, takenAt: Moment, panels: [Panel]) {
        (self.name, self.title, self.asOf, self.takenAt, self.panels) = (name, title, asOf, takenAt, panels)
    }
}
