/// Something in a file that was left aside, or that probably means something else than intended. It does not stop the import.
public struct ImportWarning: Sendable, Hashable, CustomStringConvertible {
    public let file: String
    public let message: String

    /// `file: message`.
    public var description: String { "\(file): \(message)" }
}
