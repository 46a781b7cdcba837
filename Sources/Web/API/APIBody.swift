import Domain
import Foundation
import Hummingbird
import NIOCore

/// A member of the JSON object that a request may bring along: a text.
struct APIBodyMember: Sendable {
    let name: String
    let meaning: String
    /// In characters.
    let longest: Int
    let isRequired: Bool

    init(_ name: String, _ meaning: String, longest: Int, isRequired: Bool = true) {
        (self.name, self.meaning, self.longest, self.isRequired) = (name, meaning, longest, isRequired)
    }

    static func schema(_ members: [APIBodyMember]) -> Schema {
        func schema(_ member: APIBodyMember) -> (String, Schema) {
            // Not only blanks: that would say nothing.
            let pattern = member.isRequired ? "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$" : "^[^\\u0000]*$"
            return (
                member.name,
                .text(pattern: pattern, lengths: (member.isRequired ? 1 : 0)...member.longest).described(member.meaning)
            )
        }
        return .object(members.filter(\.isRequired).map(schema), optional: members.filter { !$0.isRequired }.map(schema))
    }
}

/// What a request brings along.
enum APIBody {
    static let sizeLimit = 64 * 1_024

    /// - Returns: the texts without the blanks around them; a member that is missing or blank is not there.
    /// - Throws: ``APIFault``.
    static func read(_ members: [APIBodyMember], from request: Request) async throws -> [String: String] {
        let bytes: [UInt8]
        do {
            bytes = Array(try await request.body.collect(upTo: sizeLimit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw APIFault.bodyTooLarge(limit: sizeLimit)
        }
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        // Where nothing has to be said, nothing need be sent.
        if bytes.isEmpty, !members.contains(where: \.isRequired) { return [:] }
        guard type == "application/json", let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            throw APIFault.notJSON
        }
        if let stranger = object.keys.sorted().first(where: { name in !members.contains { $0.name == name } }) {
            throw APIFault.badMember(
                name: stranger, fix: "there is no such member; there is \(members.map(\.name).joined(separator: ", "))")
        }
        var texts: [String: String] = [:]
        for member in members {
            guard let value = object[member.name] else {
                if member.isRequired { throw APIFault.badMember(name: member.name, fix: "it is missing") }
                continue
            }
            guard let text = value as? String else { throw APIFault.badMember(name: member.name, fix: "it is a text") }
            guard text.unicodeScalars.count <= member.longest else {
                throw APIFault.badMember(name: member.name, fix: "it has at most \(member.longest) characters")
            }
            guard !text.unicodeScalars.contains("\0") else { throw APIFault.badMember(name: member.name, fix: "leave the zero byte out") }
            if !text.trimmed.isEmpty {
                texts[member.name] = text.trimmed
            } else if member.isRequired {
                throw APIFault.badMember(name: member.name, fix: "it is empty")
            }
        }
        return texts
    }
}
