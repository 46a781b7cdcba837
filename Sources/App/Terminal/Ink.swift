/// How a piece of text looks on a terminal with colours. Without them the text alone must say it all.
public enum Ink: Sendable, Hashable {
    case plain
    case strong
    case faint
    case good
    case warning
    case bad

    /// The parameter of the terminal's `ESC [ … m`.
    var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        }
    }
}

/// A line of pieces that may look differently.
public struct InkedText: Sendable, Hashable, ExpressibleByStringInterpolation {
    private struct Piece: Sendable, Hashable {
        let text: String
        let ink: Ink
    }

    private var pieces: [Piece]

    /// - Parameter text: may come from outside: what would move the cursor or change the terminal is made visible.
    public init(_ text: String, _ ink: Ink = .plain) {
        pieces = [Piece(text: text.harmless, ink: ink)]
    }

    public init(stringLiteral text: String) { self.init(text) }

    public static func + (left: InkedText, right: InkedText) -> InkedText {
        var sum = left
        sum.pieces += right.pieces
        return sum
    }

    /// The line without spaces at its end.
    public var trimmed: InkedText {
        var line = self
        while let last = line.pieces.last {
            let text = last.text.prefix(upTo: last.text.lastIndex { $0 != " " }.map { last.text.index(after: $0) } ?? last.text.startIndex)
            line.pieces.removeLast()
            if !text.isEmpty {
                line.pieces.append(Piece(text: String(text), ink: last.ink))
                break
            }
        }
        return line
    }

    /// How many columns of a terminal it takes.
    public var width: Int { pieces.reduce(0) { $0 + $1.text.displayWidth } }

    public func rendered(coloured: Bool) -> String {
        pieces.map { piece in
            guard coloured, let code = piece.ink.code, !piece.text.isEmpty else { return piece.text }
            return "\u{1B}[\(code)m\(piece.text)\u{1B}[0m"
        }.joined()
    }
}

extension InkedText {
    static func strong(_ text: String) -> InkedText { InkedText(text, .strong) }
    static func faint(_ text: String) -> InkedText { InkedText(text, .faint) }
}
