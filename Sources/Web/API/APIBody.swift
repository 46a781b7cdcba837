import Domain
import Foundation
import Hummingbird

/// A member of the JSON object that a request may bring along.
struct APIBodyMember: Sendable {
    enum Kind: Sendable {
        /// - Parameter longest: in characters.
        case text(longest: Int)
        case choice([String])
        case truth
        /// Hours, from six minutes to a year.
        case hours
        case moment
    }

    let name: String
    let meaning: String
    let kind: Kind
    let isRequired: Bool

    init(_ name: String, _ meaning: String, _ kind: Kind, isRequired: Bool = true) {
        (self.name, self.meaning, self.kind, self.isRequired) = (name, meaning, kind, isRequired)
    }

    init(_ name: String, _ meaning: String, longest: Int, isRequired: Bool = true) {
        self.init(name, meaning, .text(longest: longest), isRequired: isRequired)
    }

    static func schema(_ members: [APIBodyMember]) -> Schema {
        func described(_ member: APIBodyMember) -> (String, Schema) { (member.name, member.schema.described(member.meaning)) }
        return .object(members.filter(\.isRequired).map(described), optional: members.filter { !$0.isRequired }.map(described))
    }

    private var schema: Schema {
        let schema: Schema =
            switch kind {
            // Not only blanks: that would say nothing.
            case .text(let longest) where isRequired: .text(pattern: "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$", lengths: 1...longest)
            case .text(let longest): .text(pattern: "^[^\\u0000]*$", lengths: 0...longest)
            case .choice(let words): .choice(words)
            case .truth: .truth
            case .hours: .hours
            case .moment: .text(pattern: APIParameter.momentPattern, lengths: 10...32)
            }
        return isRequired ? schema : schema.orNull
    }

    fileprivate static let hours = (least: Decimal(1) / 10, most: Decimal(8_784))

    /// - Parameter value: no null.
    /// - Returns: the value as text; nil for one that says nothing.
    /// - Throws: ``APIFault/badMember(name:fix:)``.
    fileprivate func read(_ value: SentValue) throws(APIFault) -> String? {
        func bad(_ fix: String) -> APIFault { .badMember(name: name, fix: fix) }
        switch (kind, value) {
        case (.text(let longest), .text(let text)):
            guard text.unicodeScalars.count <= longest else { throw bad("it has at most \(longest) characters") }
            guard !text.unicodeScalars.contains("\0") else { throw bad("leave the zero byte out") }
            let said = text.trimmed
            guard !said.isEmpty else {
                if isRequired { throw bad("it is empty") }
                return nil
            }
            return said
        case (.text, _): throw bad("it is a text")
        case (.choice(let words), .text(let text)) where words.contains(text): return text
        case (.choice(let words), _): throw bad("it is one of \(words.joined(separator: ", "))")
        case (.truth, .truth(let truth)): return "\(truth)"
        case (.truth, _): throw bad("it is true or false")
        case (.hours, .number(let number)) where number >= Self.hours.least && number <= Self.hours.most: return "\(number)"
        case (.hours, _): throw bad("it is a number of hours from \(Self.hours.least) to \(Self.hours.most)")
        case (.moment, .text(let text)):
            guard let moment = APIParameter.moment(text) else {
                throw bad("write a time as 2026-12-31 or 2026-12-31T09:30:00Z, from 1900 to 2199")
            }
            return moment.iso8601
        case (.moment, _): throw bad("it is a text with a time")
        }
    }
}

/// A value as a program sent it.
private enum SentValue: Decodable {
    case null
    case truth(Bool)
    case number(Decimal)
    case text(String)
    /// A list, an object, or a number beyond all sense.
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? container.decode(Decimal.self) {
            self = .number(number)
        } else {
            self = (try? container.decode(String.self)).map(Self.text) ?? .other
        }
    }
}

/// What a request brings along.
enum APIBody {
    static let sizeLimit = 64 * 1_024
    private static let timeLimit = Duration.seconds(10)

    /// - Returns: the values as texts, without the blanks around them; a member that is missing, null or blank is not there.
    /// - Throws: ``APIFault``; ``Refusal`` when it does not arrive.
    static func read(_ members: [APIBodyMember], from request: Request) async throws -> [String: String] {
        let bytes: [UInt8]
        do {
            bytes = try await BodyReader.bytes(of: request, sizeLimit: sizeLimit, timeLimit: timeLimit)
        } catch Refusal.tooLarge {
            throw APIFault.bodyTooLarge(limit: sizeLimit)
        }
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        // Where nothing has to be said, nothing need be sent.
        if bytes.isEmpty, !members.contains(where: \.isRequired) { return [:] }
        guard type == "application/json", let object = try? JSONDecoder().decode([String: SentValue].self, from: Data(bytes)) else {
            throw APIFault.notJSON
        }
        if let stranger = object.keys.sorted().first(where: { name in !members.contains { $0.name == name } }) {
            throw APIFault.badMember(
                name: stranger,
                fix: members.isEmpty
                    ? "nothing is sent along here" : "there is no such member; there is \(members.map(\.name).joined(separator: ", "))")
        }
        var texts: [String: String] = [:]
        for member in members {
            switch object[member.name] {
            case nil: if member.isRequired { throw APIFault.badMember(name: member.name, fix: "it is missing") }
            case .null? where !member.isRequired: continue
            case let value?: texts[member.name] = try member.read(value)
            }
        }
        return texts
    }
}
