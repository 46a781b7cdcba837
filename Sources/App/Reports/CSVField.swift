import Domain

extension String {
    /// A field; empty where there is no value.
    static func csv(_ value: (some CustomStringConvertible)?) -> String { value.map { "\($0)" } ?? "" }
}
