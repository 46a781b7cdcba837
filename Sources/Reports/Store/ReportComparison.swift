public import Dashboards
public import Domain
public import Foundation

/// Two reports of one kind side by side, figure by figure.
public struct ReportComparison: Sendable, Hashable {
    /// What stood beside a figure; nil where nothing did.
    public struct Notes: Sendable, Hashable {
        public let earlier: String?
        public let later: String?
    }

    public struct Line: Sendable, Hashable {
        public let key: String
        /// Both, with a stroke between them, where the reports name the figure differently.
        public let title: String
        /// What stands beside the figure in the earlier report and in the later one, where that differs: of which month, which feature.
        public let notes: Notes?
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
            now.map { Self.line($0, before[$0.key], $0) }
            + first.document.figures.filter { !known.contains($0.key) }.map { Self.line($0, $0, nil) }
    }

    private static func line(_ figure: ReportFigure, _ earlier: ReportFigure?, _ later: ReportFigure?) -> Line {
        var difference: Decimal?
        if let one = earlier?.value.number, let other = later?.value.number { difference = other - one }
        // What a figure speaks of may stand in its title or beside it, and be another thing in each of the reports.
        let titles = [earlier?.title, later?.title].compactMap { $0 }
        let areAlike = earlier?.note == later?.note || earlier == nil || later == nil
        return Line(
            key: figure.key, title: Set(titles).count > 1 ? titles.joined(separator: " / ") : figure.title,
            notes: areAlike ? nil : Notes(earlier: earlier?.note, later: later?.note), kind: figure.kind,
            earlier: earlier?.value ?? .null, later: later?.value ?? .null, difference: difference)
    }

    public var json: JSON {
        .object([
            "earlier": earlier.json, "later": later.json,
            "figures": .array(
                lines.map { line in
                    .object([
                        "key": .string(line.key), "title": .string(line.title), "kind": .string(line.kind.rawValue),
                        "earlier": line.earlier.json, "later": line.later.json, "difference": .from(line.difference),
                        "notes": line.notes.map { .object(["earlier": .from($0.earlier), "later": .from($0.later)]) } ?? .null,
                    ])
                }),
        ])
    }
}

extension ReportComparison.Line {
    /// `+1.10`, `–` where there is none.
    public var differenceText: String { difference.map { ReportFigure.signed($0, kind) } ?? "–" }

    /// `in August 2026 / in October 2026`; nil where nothing differs beside the figures.
    public var notesText: String? { notes.map { "\($0.earlier ?? "–") / \($0.later ?? "–")" } }
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
