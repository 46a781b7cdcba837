import Foundation

/// The parameters behind the `?` of an address, in their order.
struct QueryParameters: Sendable, Hashable {
    struct Parameter: Sendable, Hashable {
        let name: String
        let value: String
    }

    let parameters: [Parameter]

    /// - Parameter query: as it stands in the address. What is no text of UTF-8 is taken as it stands.
    init(_ query: String?) {
        parameters = (query ?? "").split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Parameter(name: Self.decoded(halves[0]), value: halves.count > 1 ? Self.decoded(halves[1]) : "")
        }
    }

    init(_ parameters: [Parameter]) { self.parameters = parameters }

    /// The first of this name.
    subscript(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The text for an address.
    var text: String {
        parameters.map { "\(LocalPath.queryValue($0.name, keepsSlash: false))=\(LocalPath.queryValue($0.value, keepsSlash: false))" }
            .joined(separator: "&")
    }

    private static func decoded(_ part: Substring) -> String {
        // Forms write a space as a plus sign; a plus sign itself arrives as %2B.
        let spaced = String(part).replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }
}
