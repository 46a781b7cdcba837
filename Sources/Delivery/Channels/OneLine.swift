import Domain

/// Texts of others on one line: whatever they hold, they make no line of their own that looks as if it were ours.
enum OneLine {
    /// - Parameter limit: in Unicode scalars; what is longer ends with `…`.
    static func text(_ text: String, limit: Int = .max) -> String {
        let calm = text.unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .lineSeparator, .paragraphSeparator: " "
            default: scalar.isHarmful ? " " : Character(scalar)
            }
        }
        let line = String(calm).split(separator: " ").joined(separator: " ")
        guard line.unicodeScalars.count > limit else { return line }
        var cut = String.UnicodeScalarView()
        // Whole characters, unless a single one is longer than all that fits.
        for character in line {
            guard cut.count + character.unicodeScalars.count < limit else { break }
            cut.append(contentsOf: character.unicodeScalars)
        }
        return String(cut) + "…"
    }
}
