import Domain
import Foundation

/// Where what was found differs from what the facts give, one line for each difference.
enum Disagreements {
    static func between<Key: Hashable, Value: Equatable>(
        _ what: String, expected: [Key: Value], found: [Key: Value]
    ) -> [String] {
        Set(expected.keys).union(found.keys).sorted { "\($0)" < "\($1)" }.compactMap { key in
            let (expected, found) = (expected[key], found[key])
            guard expected != found else { return nil }
            return "\(what) of \(key):\n    facts give \(shown(expected))\n    found      \(shown(found))"
        }
    }

    static func between<Value: Equatable>(_ what: String, expected: Value, found: Value) -> [String] {
        expected == found ? [] : ["\(what):\n    facts give \(expected)\n    found      \(found)"]
    }

    private static func shown(_ value: (some Any)?) -> String { value.map { "\($0)" } ?? "nothing" }
}
