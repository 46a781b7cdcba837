import Foundation

/// A JSON value as a program reads it.
enum JSONValue: Decodable, Hashable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(_ text: String) throws { self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    subscript(_ name: String) -> JSONValue? { if case .object(let members) = self { members[name] } else { nil } }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var list: [JSONValue]? { if case .list(let list) = self { list } else { nil } }
    var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

    /// The value at a place of a document: `#/components/schemas/Score`.
    func value(at reference: String) -> JSONValue? {
        reference.split(separator: "/").dropFirst().reduce(self as JSONValue?) { $0?[String($1)] }
    }
}

/// Checks a JSON value against a schema of an OpenAPI document: as much of JSON Schema as the document uses.
struct SchemaCheck {
    let document: JSONValue

    /// What does not fit; empty when all does.
    func faults(of value: JSONValue, against schema: JSONValue, at place: String = "$") -> [String] {
        if let reference = schema["$ref"]?.text {
            guard let schema = document.value(at: reference) else { return ["\(place): there is no \(reference)"] }
            return faults(of: value, against: schema, at: place)
        }
        for word in ["oneOf", "anyOf"] {
            guard let kinds = schema[word]?.list else { continue }
            let faults = kinds.map { self.faults(of: value, against: $0, at: place) }
            let fitting = faults.filter(\.isEmpty).count
            return fitting == 1 || (word == "anyOf" && fitting > 1) ? [] : ["\(place): fits \(fitting) of \(word)"] + faults.flatMap(\.self)
        }
        if let type = schema["type"] {
            let types = type.list?.compactMap(\.text) ?? [type.text ?? ""]
            guard types.contains(where: { Self.isOf($0, value) }) else { return ["\(place): \(value) is none of \(types)"] }
        }
        var faults: [String] = []
        if let words = schema["enum"]?.list, !words.contains(value) { faults.append("\(place): \(value) is none of \(words)") }
        switch value {
        case .null, .truth: break
        case .number(let number):
            if let least = schema["minimum"]?.number, number < least { faults.append("\(place): \(number) is below \(least)") }
            if let most = schema["maximum"]?.number, number > most { faults.append("\(place): \(number) is above \(most)") }
        case .text(let text):
            if let pattern = schema["pattern"]?.text, text.range(of: pattern, options: .regularExpression) == nil {
                faults.append("\(place): '\(text)' does not match \(pattern)")
            }
        case .list(let items):
            if let schema = schema["items"] {
                for (index, item) in items.enumerated() { faults += self.faults(of: item, against: schema, at: "\(place)[\(index)]") }
            }
        case .object(let members):
            for name in schema["required"]?.list ?? [] where members[name.text ?? ""] == nil { faults.append("\(place): no \(name)") }
            for (name, member) in members {
                if let schema = schema["properties"]?[name] {
                    faults += self.faults(of: member, against: schema, at: "\(place).\(name)")
                } else if schema["additionalProperties"] == .truth(false) {
                    faults.append("\(place): \(name) is not described")
                }
            }
        }
        return faults
    }

    private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch (type, value) {
        case ("null", .null), ("string", .text), ("boolean", .truth), ("number", .number), ("array", .list), ("object", .object): true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }
}
