import Dashboards

/// How wide a card is, in twelfths of the page: cards stand in rows, in the order of the dashboard, and each row is full.
struct CardWidth {
    /// Narrower would not be legible.
    let least: Int
    let best: Int

    init(_ panels: [Panel]) {
        let widths = panels.map(Self.width)
        least = widths.map(\.least).max() ?? 4
        best = widths.map(\.best).max() ?? 4
    }

    private init(_ least: Int, _ best: Int) { (self.least, self.best) = (least, best) }

    private static func width(_ panel: Panel) -> CardWidth {
        guard panel.empty == nil else { return CardWidth(4, 4) }
        switch panel.chart?.kind {
        case .gauge, .donut: return CardWidth(4, 4)
        case .line, .words: return CardWidth(6, 8)
        case .bar: return CardWidth(6, 6)
        case .status, nil:
            guard !panel.table.rows.isEmpty else { return CardWidth(4, 4) }
            return switch panel.table.columns.count {
            case ...3: CardWidth(4, 6)
            case ...6: CardWidth(6, 8)
            default: CardWidth(8, 12)
            }
        }
    }

    static let whole = 12

    /// One number for each card.
    static func rows(_ cards: [CardWidth]) -> [Int] {
        var widths: [Int] = []
        var row: [CardWidth] = []
        for card in cards {
            if row.reduce(card.least, { $0 + $1.least }) > whole {
                widths += filled(row)
                row = []
            }
            row.append(card)
        }
        return widths + filled(row)
    }

    /// What the least widths leave of a row goes, bit by bit, to the narrowest of those that want more, and then to the narrowest of all.
    private static func filled(_ row: [CardWidth]) -> [Int] {
        var widths = row.map(\.least)
        while !row.isEmpty, widths.reduce(0, +) < whole {
            let wanting = row.indices.filter { widths[$0] < row[$0].best }
            let receivers = wanting.isEmpty ? Array(row.indices) : wanting
            if let narrowest = receivers.min(by: { widths[$0] < widths[$1] }) { widths[narrowest] += 1 }
        }
        return widths
    }
}
