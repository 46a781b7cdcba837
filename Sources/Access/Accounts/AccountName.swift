import Foundation

/// An e-mail address or login name in the one form in which it is kept: small letters, composed characters.
struct AccountName: Sendable, Hashable {
    let text: String

    /// - Throws: ``AccessError/accountNameMalformed(_:)``.
    init(new typed: String) throws(AccessError) {
        self.init(attempt: typed)
        // Invisible characters would make two names that look the same.
        let isVisible = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
            default: true
            }
        }
        guard isVisible, (1...254).contains(text.unicodeScalars.count) else { throw .accountNameMalformed(typed) }
    }

    /// A name to look for, which may be nobody's.
    init(attempt typed: String) {
        // No name has more; the rest of a long text need not be looked at.
        let folded = String(typed.prefix(1_000)).trimmingCharacters(in: .whitespacesAndNewlines)
            .precomposedStringWithCanonicalMapping.lowercased()
        // PostgreSQL cannot even be asked for a zero byte; the empty name is nobody's.
        text = folded.utf8.contains(0) ? "" : folded
    }
}
