import Hummingbird

/// A rendered page with the few places left open that differ from one visitor to the next, so that the rest is rendered once.
struct Sheet: Sendable {
    /// What is filled in for each request.
    enum Gap: String, Sendable, CaseIterable {
        /// `light`, `dark` or `auto`.
        case theme
        /// The visitor's name.
        case name
        /// The secret of the visitor's forms.
        case csrf
        /// The page's own part, in a frame that many pages share.
        case title
        case body

        /// Stands in a template's output for what is filled in later. Nobody outside can know the number, so no text can smuggle a gap in.
        var mark: String { "\u{E000}\(rawValue)\(Self.secret)\u{E001}" }

        private static let secret = UInt64.random(in: .min ... .max)
    }

    private enum Part: Sendable {
        case text([UInt8])
        case gap(Gap)
    }

    private let parts: [Part]
    /// Of the text without its gaps.
    private let size: Int

    /// - Parameter html: with the marks of gaps in it.
    init(_ html: String) {
        var parts: [Part] = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "\u{E000}") {
            let after = rest[start...]
            guard let gap = Gap.allCases.first(where: { after.hasPrefix($0.mark) }) else {
                let next = rest.index(after: start)
                parts.append(.text(Array(rest[..<next].utf8)))
                rest = rest[next...]
                continue
            }
            parts.append(.text(Array(rest[..<start].utf8)))
            parts.append(.gap(gap))
            rest = after.dropFirst(gap.mark.count)
        }
        parts.append(.text(Array(rest.utf8)))
        self.parts = parts
        size = parts.reduce(0) { sum, part in
            if case .text(let bytes) = part { sum + bytes.count } else { sum }
        }
    }

    /// - Parameter values: HTML, already escaped.
    func filled(_ values: [Gap: String]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(size + values.values.reduce(256) { $0 + $1.utf8.count })
        for part in parts {
            switch part {
            case .text(let bytes): buffer.writeBytes(bytes)
            case .gap(let gap): buffer.writeString(values[gap] ?? "")
            }
        }
        return buffer
    }

    /// The same as text.
    func text(_ values: [Gap: String]) -> String { String(buffer: filled(values)) }
}
