import Domain

/// Lines of a report for people: a title, what is to say, and notes that explain marks.
public struct Page: Sendable, Hashable {
    private(set) var lines: [InkedText] = []
    private var notes: [String] = []

    init(_ title: String, _ remark: String = "") {
        lines.append(remark.isEmpty ? .strong(title) : .strong(title) + "  " + .faint(remark))
    }

    /// Several pages below one another.
    init(_ pages: [Page]) {
        for page in pages {
            if !lines.isEmpty { lines.append("") }
            lines += page.lines + page.noteLines
        }
    }

    mutating func gap() { lines.append("") }

    mutating func add(_ line: InkedText) { lines.append("  " + line) }

    mutating func add(_ table: TextTable) {
        for line in table.lines { add(line) }
    }

    /// Explains a mark below everything else, once.
    mutating func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
    }

    /// A figure; where there is none, a dash, and the reason as a note.
    mutating func figure<Value>(_ value: Value?, else reason: String, _ shown: (Value) -> InkedText) -> InkedText {
        guard let value else {
            note("– \(reason)")
            return .faint("–")
        }
        return shown(value)
    }

    public func text(coloured: Bool) -> String {
        (lines + noteLines).map { $0.trimmed.rendered(coloured: coloured) + "\n" }.joined()
    }

    private var noteLines: [InkedText] {
        notes.isEmpty ? [] : [""] + notes.map { "  " + .faint($0) }
    }
}

extension Page {
    /// Whether a target is reached; nothing where that is unknown.
    static func mark(_ isReached: Bool?) -> InkedText {
        switch isReached {
        case true: InkedText("✓", .good)
        case false: InkedText("✗", .bad)
        case nil: " "
        }
    }

    /// `✓ target 70`
    static func mark(_ isReached: Bool?, target: String) -> InkedText {
        isReached == nil ? .faint("target \(target)") : mark(isReached) + .faint(" target \(target)")
    }

    static func asOf(_ moment: Moment) -> String { "as of \(NumberText.moment(moment))" }
}

extension HealthStatus {
    var ink: Ink {
        switch self {
        case .healthy: .good
        case .atRisk: .warning
        case .critical: .bad
        }
    }
}
