import Crypto

enum ConstantTime {
    /// Whether two texts of bytes are the same, in a time that depends on their lengths only.
    static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        // The comparison of keys is the one that the library makes so; an empty key is none.
        guard !left.isEmpty, !right.isEmpty else { return left.isEmpty && right.isEmpty }
        return SymmetricKey(data: left) == SymmetricKey(data: right)
    }
}
