public import Domain
public import Foundation

/// The rows or figures behind a check.
public struct Evidence: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            case text
            case count
            case percent
            case points
            case moment
        }

        /// For programs.
        public let name: String
        /// For people.
        public let title: String
        public let kind: Kind

        init(_ name: String, _ title: String, _ kind: Kind) { (self.name, self.title, self.kind) = (name, title, kind) }

        public var isNumber: Bool {
            switch kind {
            case .count, .percent, .points: true
            case .text, .moment: false
            }
        }
    }

    public enum Cell: Sendable, Hashable {
        case none
        case text(String)
        case number(Decimal)
        case moment(Moment)
    }

    public let columns: [Column]
    /// As many cells in each as there are columns.
    public let rows: [[Cell]]

    init(columns: [Column], rows: [[Cell]]) { (self.columns, self.rows) = (columns, rows) }

    /// - Parameter text: an array of objects, as the database gives it.
    /// - Throws: `DecodingError`, `MomentError`.
    init(_ columns: [Column], json text: String) throws {
        let rows = try JSONDecoder().decode([[String: Value]].self, from: Data(text.utf8))
        self.init(columns: columns, rows: try rows.map { row in try columns.map { try Self.cell(row[$0.name], $0.kind) } })
    }

    private static func cell(_ value: Value?, _ kind: Column.Kind) throws -> Cell {
        switch value {
        case nil, .null?: .none
        case .number(let number)?: .number(number)
        case .text(let text)?: kind == .moment ? .moment(try Moment(iso8601: text)) : .text(text)
        }
    }

    private enum Value: Decodable {
        case null
        case number(Decimal)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .number(try container.decode(Decimal.self))
            }
        }
    }
}

extension Evidence.Cell {
    /// As people read it.
    public func shown(as kind: Evidence.Column.Kind) -> String {
        switch self {
        case .none: "–"
        case .text(let text): text
        case .moment(let moment): NumberText.moment(moment)
        case .number(let number):
            switch kind {
            case .percent: "\(NumberText.decimal(number)) %"
            case .points: NumberText.decimal(number)
            case .count, .text, .moment: NumberText.money(number)
            }
        }
    }

    var json: JSON {
        switch self {
        case .none: .null
        case .text(let text): .string(text)
        case .number(let number): .decimal(number)
        case .moment(let moment): .from(moment)
        }
    }
}

extension Evidence {
    /// A list of objects.
    var json: JSON {
        .array(rows.map { row in .object(zip(columns, row).map { JSON.Member($0.name, $1.json) }) })
    }
}
