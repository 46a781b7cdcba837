/// Words of a file that mean something: exact, in lower case.
enum WordField {
    /// A word as bytes too, since it is compared with millions of fields.
    struct Word: Sendable {
        let text: String
        let bytes: [UInt8]

        init(_ text: String) { (self.text, bytes) = (text, Array(text.utf8)) }
    }

    /// - Throws: unless the field is one of the words.
    static func check(_ field: FieldBytes, isOneOf words: [Word]) throws(Mistake) {
        if words.contains(where: { field.equals($0.bytes) }) { return }
        throw .unknownWord(allowed: words.map(\.text), meant: nearest(to: field, in: words))
    }

    /// - Returns: the word that the field is not and reads like: `Active`, `Feature Adopted`. It is another text all the same (metrics.md §7: "anything
    ///   else"), which somebody may not have meant.
    static func almost(_ field: FieldBytes, _ words: [Word]) -> String? {
        for word in words {
            // A different length, blanks at the ends aside, cannot be a matter of capitals and underscores.
            guard field.count == word.bytes.count || (field.isPadded && field.count > word.bytes.count) else { continue }
            if field.equals(word.bytes) { return nil }
            if folded(field.text) == word.text { return word.text }
        }
        return nil
    }

    /// Whether a person would read the field as "nothing here".
    static func standsForNothing(_ field: FieldBytes) -> Bool {
        guard field.count <= 9 else { return false }
        return ["null", "(null)", "nil", "none", "n/a", "na", "#n/a", "-", "–", "\\n", "undefined"].contains(field.text.lowercased())
    }

    private static func nearest(to field: FieldBytes, in words: [Word]) -> String? {
        guard field.count <= 40 else { return nil }
        let text = folded(field.text)
        let best = words.map { ($0.text, EditDistance.between(text, $0.text)) }.min { $0.1 < $1.1 }
        return best.flatMap { $0.1 <= max(1, $0.0.count / 3) ? $0.0 : nil }
    }

    /// Lower case, blanks at the ends cut, blanks and hyphens inside as underscores.
    static func folded(_ text: String) -> String {
        let words = text.lowercased().split { $0 == " " || $0 == "\t" || $0 == "-" || $0 == "_" }
        return words.joined(separator: "_")
    }
}
