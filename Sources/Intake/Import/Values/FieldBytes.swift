/// The UTF-8 of a field, where the reader has it.
typealias FieldBytes = UnsafeBufferPointer<UInt8>

extension FieldBytes {
    var text: String { String(decoding: self, as: UTF8.self) }

    func equals(_ other: [UInt8]) -> Bool {
        count == other.count && elementsEqual(other)
    }

    /// A space or tab at either end: invisible, and part of another id or word.
    var isPadded: Bool {
        guard let first, let last else { return false }
        return Self.isBlank(first) || Self.isBlank(last)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
