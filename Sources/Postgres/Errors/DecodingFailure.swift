/// A column that cannot be read as what was asked for.
public struct DecodingFailure: Error, Sendable {
    public enum Reason: Sendable {
        /// There is no column of this name; these there are.
        case noSuchColumn(existing: [String])
        /// NULL, and the type asked for has no word for it.
        case null
        /// The text is not of the expected form.
        case unreadable(text: String, cause: any Error)
    }

    public let column: String
    /// The column's type in the database; `nil` when there is no such column.
    public let columnType: PostgresType?
    /// The Swift type that was asked for.
    public let requestedType: String
    public let reason: Reason
}

extension DecodingFailure: CustomStringConvertible, CustomDebugStringConvertible {
    /// Without the value.
    public var description: String {
        switch reason {
        case .noSuchColumn(let existing):
            return "no column \"\(column)\" in the result; its columns are \(existing.joined(separator: ", "))"
        case .null:
            return "column \"\(column)\"\(typeNote) is NULL and cannot be read as \(requestedType); use \(requestedType)?"
        case .unreadable(_, let cause):
            let expectation = (cause as? UnreadableText).map { ": \($0)" } ?? ""
            return "column \"\(column)\"\(typeNote) cannot be read as \(requestedType)\(expectation)"
        }
    }

    public var debugDescription: String {
        guard case .unreadable(let text, let cause) = reason else { return description }
        return "\(description); text: \(String(reflecting: text)); cause: \(String(reflecting: cause))"
    }

    private var typeNote: String {
        columnType.map { " (\($0))" } ?? ""
    }
}
