extension String {
    /// The text with some of its code points replaced.
    ///
    /// What readers see as one character may be several code points: a bracket followed by a combining accent is one `Character`, equal to no
    /// bracket, and still a bracket to whoever reads the text next. Whatever is escaped, quoted or removed is therefore sought by code point.
    ///
    /// - Parameter replacement: what stands instead; nil leaves the code point as it is.
    public func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if let text = replacement(scalar) { result.append(contentsOf: text.unicodeScalars) } else { result.append(scalar) }
        }
        return String(result)
    }

    /// - Parameter scalar: replaced wherever it stands.
    public func replacingScalar(_ scalar: Unicode.Scalar, with text: String) -> String {
        replacingScalars { $0 == scalar ? text : nil }
    }
}

extension Unicode.Scalar {
    /// Whether it does something to what is around it instead of being read: controls, and the embeddings, overrides and isolates of direction, by
    /// which one text could look like another.
    public var isHarmful: Bool {
        switch value {
        // C0 and C1 controls, and DEL.
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
