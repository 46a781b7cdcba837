/// Something in a file that must be put right before it can be loaded.
public struct ImportProblem: Sendable, Hashable {
    /// The file's name in its folder.
    public let file: String
    /// The line of the file, from 1; nil where the whole file is meant.
    public let line: Int?
    public let column: String?
    /// What is wrong, and how to do it right.
    public let message: String
}

extension ImportProblem: CustomStringConvertible {
    /// `file:line: column: what is wrong`.
    public var description: String {
        var text = file
        if let line { text += ":\(line)" }
        if let column { text += ": \(column)" }
        return "\(text): \(message)"
    }
}
