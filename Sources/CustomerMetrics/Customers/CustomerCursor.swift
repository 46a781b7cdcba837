import Domain
import Foundation

/// Why a cursor leads nowhere.
public enum CustomerCursorError: Error, Hashable, Sendable {
    /// No cursor that this program made, or not all of it.
    case notACursor
    /// Made for other filters or another order.
    case ofAnotherQuery
}

extension CustomerCursorError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notACursor: "the cursor is none that was given: take `next` or `previous` of a page as it is, or begin without a cursor"
        case .ofAnotherQuery:
            "the cursor belongs to a page with other filters or another order: repeat those of that page, or begin without a cursor"
        }
    }
}

/// A place in a list: behind or before one customer.
///
/// The text names the query it was made for, so that a place of one list is not taken for one of another, and carries a sum over all of
/// it. The sum finds mistakes and guards nothing: what a cursor says is checked and bound like any other value.
struct CustomerCursor: Sendable, Hashable {
    enum Side: String, Sendable {
        case after = "a"
        case before = "b"
    }

    let side: Side
    let id: UUID
    /// The customer's value in the column that the list is sorted by, as PostgreSQL writes it.
    let key: String

    init(side: Side, id: UUID, key: String) { (self.side, self.id, self.key) = (side, id, key) }

    /// - Throws: ``CustomerCursorError``.
    init(_ text: String, of query: CustomerQuery) throws(CustomerCursorError) {
        let parts = Self.decoded(text)?.split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false).map(String.init) ?? []
        guard parts.count == 5, parts[0] == Self.sum(of: parts.dropFirst().joined(separator: "\n")), let side = Side(rawValue: parts[2]),
            let id = CustomerID.canonicalUUID(parts[3])
        else { throw .notACursor }
        guard parts[1] == Self.signature(of: query) else { throw .ofAnotherQuery }
        guard Self.isKey(parts[4], of: query.order) else { throw .notACursor }
        self.init(side: side, id: id, key: parts[4])
        // The last letter of base64 has bits that mean nothing: one text for one place.
        guard self.text(of: query) == text else { throw .notACursor }
    }

    func text(of query: CustomerQuery) -> String {
        let content = [Self.signature(of: query), side.rawValue, id.uuidString.lowercased(), key].joined(separator: "\n")
        return Data("\(Self.sum(of: content))\n\(content)".utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func decoded(_ text: String) -> String? {
        guard text.utf8.count <= 4_096, text.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
        else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
            .flatMap { String(data: $0, encoding: .utf8) }
    }

    /// What the cursor would be misread under: the filters and the order, not the page's length.
    private static func signature(of query: CustomerQuery) -> String {
        let parts: [String] = [
            query.search.map { "s\($0)" } ?? "", query.status?.rawValue ?? "", query.segment?.rawValue ?? "",
            query.minimumARR.map { "\($0)" } ?? "", query.maximumARR.map { "\($0)" } ?? "", query.order.rawValue, query.direction.rawValue,
        ]
        return sum(of: parts.joined(separator: "\n"))
    }

    private static func isKey(_ text: String, of order: CustomerQuery.Order) -> Bool {
        switch order {
        case .score: Int(text).map { (0...100).contains($0) } ?? false
        case .arr:
            text.utf8.count <= 20 && text.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
                && Double(text) != nil
        case .name: !text.unicodeScalars.contains("\0")
        case .lastActivity: text == "-infinity" || (try? Moment(iso8601: text)).map(Self.moments.contains) ?? false
        }
    }

    /// What PostgreSQL can read back.
    private static let moments = Moment(microseconds: -62_135_596_800_000_000)...Moment(microseconds: 253_402_300_799_999_999)

    /// FNV-1a of 64 bits: the same in every process, and short.
    private static func sum(of text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 36)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isLetterOrDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
}
