/// Columns that line up by what a terminal shows, not by characters.
struct TextTable {
    enum Alignment {
        case left
        case right
    }

    struct Column {
        let title: String
        let alignment: Alignment

        static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
        static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    private let columns: [Column]
    private var rows: [[InkedText]] = []

    init(_ columns: Column...) { self.columns = columns }

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ cells: InkedText...) { rows.append(cells) }

    mutating func add(_ cells: [InkedText]) { rows.append(cells) }

    /// The lines, without a title line where no column has a title.
    var lines: [InkedText] {
        let titles = columns.map { InkedText($0.title, .faint) }
        let shown = columns.allSatisfy(\.title.isEmpty) ? rows : [titles] + rows
        let widths = columns.indices.map { column in
            shown.reduce(0) { max($0, $1.indices.contains(column) ? $1[column].width : 0) }
        }
        return shown.map { row in
            var line: InkedText = ""
            for (column, cell) in row.enumerated() {
                if column > 0 { line = line + "  " }
                let isLast = column == row.count - 1
                let space = InkedText(String(repeating: " ", count: widths[column] - cell.width))
                switch columns[column].alignment {
                // Nothing follows, so that no line ends in spaces.
                case .left: line = isLast ? line + cell : line + cell + space
                case .right: line = line + space + cell
                }
            }
            return line
        }
    }
}
