public import Dashboards

/// A piece of a section.
public enum ReportBlock: Sendable, Hashable {
    case paragraph(String)
    case figures([ReportFigure])
    case table(ReportTable)
    case chart(ReportChart)
    case quotes([ReportQuote])
    case items([ReportItem])
    /// Why there is nothing to show, and what to do.
    case empty(EmptyState)
}

extension ReportBlock: Codable {
    private enum Kind: String, Codable {
        case paragraph, figures, table, chart, quotes, items, empty
    }

    private enum Key: String, CodingKey {
        case type, content
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .paragraph: self = .paragraph(try container.decode(String.self, forKey: .content))
        case .figures: self = .figures(try container.decode([ReportFigure].self, forKey: .content))
        case .table: self = .table(try container.decode(ReportTable.self, forKey: .content))
        case .chart: self = .chart(try container.decode(ReportChart.self, forKey: .content))
        case .quotes: self = .quotes(try container.decode([ReportQuote].self, forKey: .content))
        case .items: self = .items(try container.decode([ReportItem].self, forKey: .content))
        case .empty: self = .empty(try container.decode(EmptyState.self, forKey: .content))
        }
    }

    /// Writes `{"content": …, "type": "table"}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        func write(_ kind: Kind, _ content: some Encodable) throws {
            try container.encode(kind, forKey: .type)
            try container.encode(content, forKey: .content)
        }
        switch self {
        case .paragraph(let text): try write(.paragraph, text)
        case .figures(let figures): try write(.figures, figures)
        case .table(let table): try write(.table, table)
        case .chart(let chart): try write(.chart, chart)
        case .quotes(let quotes): try write(.quotes, quotes)
        case .items(let items): try write(.items, items)
        case .empty(let state): try write(.empty, state)
        }
    }
}
