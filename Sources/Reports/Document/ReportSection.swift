/// One question of a report and everything that answers it.
public struct ReportSection: Sendable, Hashable, Codable {
    /// A stable slug, also the anchor in the page: `retention`.
    public let id: String
    public let title: String
    public let blocks: [ReportBlock]

    public init(id: String, title: String, _ blocks: [ReportBlock]) { (self.id, self.title, self.blocks) = (id, title, blocks) }

    public var figures: [ReportFigure] {
        blocks.flatMap { block -> [ReportFigure] in
            guard case .figures(let figures) = block else { return [] }
            return figures
        }
    }
}
