import Foundation

/// An e-mail address of an account: one, in the simple form that mail servers take everywhere.
struct AccountEmail: Sendable, Hashable {
    let text: String

    /// - Throws: ``AccessError/emailMalformed(_:)``.
    init(_ typed: String) throws(AccessError) {
        text = typed.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        // A comma would make two addresses of it, an angle bracket another one than is seen.
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x20 && scalar.value != 0x7f && !",;<>\"()".unicodeScalars.contains(scalar)
        }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain, text.unicodeScalars.count <= 254 else {
            throw .emailMalformed(typed)
        }
    }
}
