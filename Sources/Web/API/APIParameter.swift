import CustomerMetrics
import Domain
import Foundation

/// A parameter of an address: what it may be, for the reader of the document and for the check of a request alike.
struct APIParameter: Sendable {
    enum Place: String, Sendable {
        case path
        case query
    }

    enum Kind: Sendable {
        case moment
        case choice([String])
        case integer(ClosedRange<Int>)
        /// An amount, from 0 on.
        case amount
        /// - Parameter longest: in characters.
        case text(longest: Int)
        /// A name of small letters, digits and hyphens.
        case name(longest: Int)
        /// An id of the form of a UUID.
        case uuid
        /// A place in a list, as an answer gave it.
        case cursor
    }

    let name: String
    let place: Place
    let kind: Kind
    let meaning: String
    let example: JSON
    /// What counts where it is not given; nil where something else is meant then, which `meaning` says.
    let standard: JSON?

    init(_ name: String, in place: Place = .query, _ kind: Kind, _ meaning: String, example: JSON, standard: JSON? = nil) {
        (self.name, self.place, self.kind, self.meaning) = (name, place, kind, meaning)
        (self.example, self.standard) = (example, standard)
    }
}

/// A parameter's value after its check.
enum APIValue: Sendable, Hashable {
    case moment(Moment)
    case text(String)
    case integer(Int)
    case amount(Decimal)
}

extension APIParameter {
    /// Reads a value.
    /// - Throws: ``APIFault/badParameter(name:value:fix:)``.
    func read(_ text: String) throws(APIFault) -> APIValue {
        func bad(_ fix: String) -> APIFault { .badParameter(name: name, value: text, fix: fix) }
        switch kind {
        case .moment:
            guard (try? Moment(iso8601: text.trimmingCharacters(in: .whitespacesAndNewlines))) != nil else {
                throw bad("write a time as 2025-12-31 or 2025-12-31T09:30:00Z (a plus sign in it as %2B)")
            }
            guard let moment = Self.moment(text) else { throw bad("times from 1900 to 2199 are known") }
            return .moment(moment)
        case .choice(let words):
            guard let word = words.first(where: { $0 == text }) else { throw bad("it is one of \(words.joined(separator: ", "))") }
            return .text(word)
        case .integer(let range):
            guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(text), range.contains(number) else {
                throw bad("it is a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return .integer(number)
        case .amount:
            guard let amount = Self.amount(text) else {
                throw bad("it is a number from 0 to \(Self.largestAmount), with a point and no sign of currency")
            }
            return .amount(amount)
        case .text(let longest):
            guard text.unicodeScalars.count <= longest else { throw bad("it has at most \(longest) characters") }
            guard !text.unicodeScalars.contains("\0") else { throw bad("leave the zero byte out") }
            return .text(text)
        case .name(let longest):
            guard text.utf8.count <= longest, text.wholeMatch(of: /[a-z0-9-]+/) != nil else {
                throw bad("it has 1 to \(longest) small letters, digits and hyphens")
            }
            return .text(text)
        case .uuid:
            guard UUID(uuidString: text) != nil else { throw bad("it is an id as the list gives it") }
            return .text(text)
        case .cursor:
            guard text.wholeMatch(of: /[A-Za-z0-9_-]{1,4096}/) != nil else {
                throw bad("take `next` or `previous` of a page as it is, or begin without a cursor")
            }
            return .text(text)
        }
    }

    /// The calendar that cohorts are computed with ends there; beyond it no figure means anything.
    private static let moments = Moment(microseconds: -2_208_988_800_000_000)...Moment(microseconds: 7_258_118_399_999_999)

    /// Nil when it is none, or one beyond the years that are known.
    static func moment(_ text: String) -> Moment? {
        (try? Moment(iso8601: text.trimmingCharacters(in: .whitespacesAndNewlines))).flatMap { moments.contains($0) ? $0 : nil }
    }

    static let largestAmount = 99_999_999_999_999

    private static func amount(_ text: String) -> Decimal? {
        let pattern = /-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?/
        guard text.wholeMatch(of: pattern) != nil, let number = Double(text), number >= 0, number <= Double(largestAmount) else {
            return nil
        }
        // Exact where it can be; what is nearer to 0 than any amount counts as 0.
        return number < 0.000_001 ? 0 : Decimal(string: text)
    }

    var schema: Schema {
        let schema: Schema =
            switch kind {
            case .moment: .text(pattern: Self.momentPattern, lengths: 10...32)
            case .choice(let words): .choice(words)
            case .integer(let range): .integer(from: range.lowerBound, to: range.upperBound)
            case .amount: .number(from: 0, to: Self.largestAmount)
            case .text(let longest): .text(pattern: "^[^\\u0000]*$", lengths: (place == .path ? 1 : 0)...longest)
            case .name(let longest): .text(pattern: "^[a-z0-9-]+$", lengths: 1...longest)
            case .uuid: .uuid
            case .cursor: .text(pattern: "^[A-Za-z0-9_-]+$", lengths: 1...4_096)
            }
        return standard.map(schema.standing) ?? schema
    }

    /// A date, or a date and a time with or without seconds, a fraction and an offset. (A 29 February is taken as well where there is one.)
    static let momentPattern: String = {
        let year = "(19|20|21)[0-9]{2}"
        let day = "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
        let time = "T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?"
        return "^\(year)-\(day)(\(time))?$"
    }()

    /// The parameter in the document.
    var json: JSON {
        [
            "name": .string(name), "in": .string(place.rawValue), "required": .bool(place == .path),
            "description": .string(meaning), "schema": schema.json, "example": example,
        ]
    }
}
