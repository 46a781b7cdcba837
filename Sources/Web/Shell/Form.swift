import Foundation

/// The fields of a form, as browsers send them (`application/x-www-form-urlencoded`).
public struct Form: Sendable, Hashable {
    private let fields: [String: String]

    /// A field that comes twice keeps its first value, so that nothing can be put behind a checked one.
    init(urlEncoded text: String) {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(halves[0])
            if fields[name] == nil { fields[name] = halves.count > 1 ? Self.decoded(halves[1]) : "" }
        }
        self.fields = fields
    }

    public subscript(_ name: String) -> String? { fields[name] }

    private static func decoded(_ part: Substring) -> String {
        let spaced = String(part.replacing("+", with: " "))
        return spaced.removingPercentEncoding ?? spaced
    }
}
