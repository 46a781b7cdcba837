public import Foundation

/// A panel's data, for the table below its chart and for its CSV file.
public struct DataTable: Sendable, Hashable, Codable {
    public struct Column: Sendable, Hashable, Codable {
        /// What the cells of a column are.
        public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
            case text
            case integer
            case decimal
            /// 0–100.
            case percent
            /// In the currency of the facts.
            case money
            /// A text in ISO 8601, UTC.
            case moment
            /// The id by which people know a customer; the page is /customers/ID.
            case customer
        }

        /// In snake_case, as a CSV file heads its columns.
        public let name: String
        /// For people.
        public let title: String
        public let kind: Kind

        public init(_ name: String, _ title: String, _ kind: Kind) { (self.name, self.title, self.kind) = (name, title, kind) }
    }

    public enum Cell: Sendable, Hashable {
        /// Unknown: "–" to people, empty in a CSV file.
        case null
        case text(String)
        case number(Decimal)
    }

    public let columns: [Column]
    /// Each with one cell per column.
    public let rows: [[Cell]]

    public init(columns: [Column], rows: [[Cell]]) { (self.columns, self.rows) = (columns, rows) }
}

extension DataTable.Cell: Codable {
    /// A bare JSON value: null, a string or a number.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .number(try container.decode(Decimal.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        }
    }
}
