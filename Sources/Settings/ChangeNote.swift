import Foundation

/// Who changes parameters, and why: without both there is no change.
public struct ChangeNote: Sendable, Hashable {
    public let author: String
    public let reason: String

    /// - Throws: ``ParameterRefusal`` when either is blank.
    public init(by author: String, why reason: String) throws(ParameterRefusal) {
        self.author = author.trimmingCharacters(in: .whitespacesAndNewlines)
        self.reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        var faults: [ParameterFault] = []
        if self.author.isEmpty { faults.append(.noAuthor) }
        if self.reason.isEmpty { faults.append(.noReason) }
        if self.author.utf8.contains(0) { faults.append(.zeroByte(name: "by")) }
        if self.reason.utf8.contains(0) { faults.append(.zeroByte(name: "why")) }
        guard faults.isEmpty else { throw ParameterRefusal(faults) }
    }
}
