/// Where in the program a statement was sent from.
public struct CallSite: Sendable, Hashable, CustomStringConvertible {
    /// Module and file, as `#fileID` gives it.
    public let file: String
    public let line: Int

    public init(file: String = #fileID, line: Int = #line) {
        self.file = file
        self.line = line
    }

    public var description: String { "\(file):\(line)" }
}
