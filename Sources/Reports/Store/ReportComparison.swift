public import Dashboards
public import Domain
public import Foundation

/// Two reports of one kind side by side, figure by figure.
public struct ReportComparison: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        public let key: String
        public let title: String
        public let kind: DataTable.Column.Kind
        /// Null where the report does not know it or does not have it.
        public let earlier: DataTable.Cell
        public let later: DataTable.Cell
        /// Later less earlier; nil where one of them is no number.
        public let difference: Decimal?
    }

    public let earlier: ReportHeader
    public let later: ReportHeader
    /// In the order of the later report; what only the earlier one has comes last.
    public let lines: [Line]

    /// - Parameters: in any order; the one that speaks of the earlier moment stands first.
    /// - Throws: ``ReportError/kindsDiffer(_:_:)``.
    public init(_ one: StoredReport, _ other: StoredReport) throws(ReportError) {
        guard one.header.kind == other.header.kind else { throw .kindsDiffer(one.header.kind, other.header.kind) }
        let isInOrder = (one.header.asOf, one.header.id) <= (other.header.asOf, other.header.id)
        let (first, second) = isInOrder ? (one, other) : (other, one)
        (earlier, later) = (first.header, second.header)
        let before = Dictionary(first.document.figures.map { ($0.key, $0) }) { figure, _ in figure }
        let now = second.document.figures
        let known = Set(now.map(\.key))
        lines =
            now.map { Self.line($0, before[$0.key]?.value ?? .null, $0.value) }
            + first.document.figures.filter { !known.contains($0.key) }.map { Self.line($0, $0.value, .null) }
    }

    private static func line(_ figure: ReportFigure, _ earlier: DataTable.Cell, _ later: DataTable.Cell) -> Line {
        var difference: Decimal?
        if let one = earlier.number, let other = later.number { difference = other - one }
        return Line(key: figure.key, title: figure.title, kind: figure.kind, earlier: earlier, later: later, difference: difference)
    }

    public var json: JSON {
        .object([
            "earlier": earlier.json, "later": later.json,
            "figures": .array(
                lines.map { line in
                    .object([
                        "key": .string(line.key), "title": .string(line.title), "kind": .string(line.kind.rawValue),
                        "earlier": line.earlier.json, "later": line.later.json, "difference": .from(line.difference),
                    ])
                }),
        ])
    }
}

extension ReportComparison.Line {
    /// `+1.10`, `–` where there is none.
    public var differenceText: String { difference.map { ReportFigure.signed($0, kind) } ?? "–" }
}

extension DataTable.Cell {
    var json: JSON {
        switch self {
        case .null: .null
        case .text(let text): .string(text)
        case .number(let number): .decimal(number)
        }
    }
}
