/// A value that somebody wants a parameter to have.
public struct ParameterAssignment: Sendable, Hashable {
    public let name: String
    public let value: String

    public init(name: String, value: String) { (self.name, self.value) = (name, value) }

    /// Reads `name=value`; the value is everything behind the first `=`, and may be empty.
    ///
    /// - Throws: ``ParameterFault/notAnAssignment(_:)``.
    public init(_ text: String) throws(ParameterFault) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw .notAnAssignment(text) }
        self.init(name: String(parts[0]), value: String(parts[1]))
    }

    /// Reads several, and says what is wrong with all of them at once.
    public static func all(_ texts: [String]) throws(ParameterRefusal) -> [ParameterAssignment] {
        var assignments: [ParameterAssignment] = []
        var faults: [ParameterFault] = []
        for text in texts {
            do throws(ParameterFault) {
                assignments.append(try ParameterAssignment(text))
            } catch {
                faults.append(error)
            }
        }
        guard faults.isEmpty else { throw ParameterRefusal(faults) }
        return assignments
    }
}
