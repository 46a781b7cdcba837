/// An error that PostgreSQL answered a statement with.
///
/// Printing it shows the statement with placeholders and the server's message, but no values: detail, hint and
/// context are left to `String(reflecting:)`, and what a data exception (class 22) quotes is masked.
public struct ServerError: Error, Sendable {
    public let sqlState: SQLState
    /// `ERROR`, `FATAL` or `PANIC`.
    public let severity: String
    public let message: String
    public let detail: String?
    public let hint: String?
    /// What the server was doing: the functions it was in, or the line of a COPY.
    public let context: String?
    public let schema: String?
    public let table: String?
    public let column: String?
    public let dataType: String?
    public let constraint: String?
    /// The text that was sent, with placeholders in place of values.
    public let statement: String
    /// Where in `statement` the error is, in characters from 1.
    public let position: Int?
    /// Where in the program the statement was sent from.
    public let callSite: CallSite?

    /// The function of the server's source that raised it.
    let routine: String?

    /// The server ended the session with this error.
    public var endsSession: Bool { severity == "FATAL" || severity == "PANIC" }

    /// The line of `statement` the error is on, from 1; for scripts.
    public var line: Int? {
        guard let position else { return nil }
        return 1 + statement.unicodeScalars.prefix(max(0, position - 1)).count { $0 == "\n" }
    }

    /// The line of the data that a COPY stopped at, from 1.
    public var copyLine: Int? {
        guard let context, context.hasPrefix("COPY "), let range = context.firstRange(of: ", line ") else { return nil }
        return Int(context[range.upperBound...].prefix { $0.isNumber })
    }
}

extension ServerError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        var text = "\(sqlState): \(maskedMessage)"
        if let constraint { text += " (constraint \(constraint))" }
        if let copyLine { text += " in line \(copyLine) of the copied data" }
        if let line, line > 1 { text += " in line \(line)" }
        text += " [\(excerpt)]"
        if let callSite { text += " at \(callSite)" }
        return text
    }

    public var debugDescription: String {
        var lines = ["\(severity) \(sqlState): \(message)"]
        func add(_ name: String, _ value: String?) {
            if let value { lines.append("\(name): \(value)") }
        }
        add("detail", detail)
        add("hint", hint)
        add("context", context)
        add("schema", schema)
        add("table", table)
        add("column", column)
        add("type", dataType)
        add("constraint", constraint)
        add("position", position.map(String.init))
        add("sent from", callSite?.description)
        add("statement", statement)
        return lines.joined(separator: "\n")
    }

    /// Messages of class 22 quote the value that was wrong; all others quote names only.
    private var maskedMessage: String {
        guard sqlState.errorClass == "22", let first = message.firstIndex(of: "\""),
            let last = message.lastIndex(of: "\""), first != last
        else { return message }
        return message[...first] + "****" + message[last...]
    }

    /// The part of the statement that a log line has room for: around the error, in one line.
    private var excerpt: String {
        let limit = 160
        let scalars = Array(statement.unicodeScalars)
        let from = scalars.count <= limit ? 0 : max(0, min((position ?? 1) - 1 - limit / 2, scalars.count - limit))
        var excerpt = String.UnicodeScalarView()
        excerpt.append(contentsOf: scalars[from..<min(scalars.count, from + limit)])
        let words = String(excerpt).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return (from > 0 ? "…" : "") + words + (from + limit < scalars.count ? "…" : "")
    }
}
