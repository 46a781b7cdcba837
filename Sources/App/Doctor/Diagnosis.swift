public import Domain

/// What the doctor found.
public struct Diagnosis: Sendable, Hashable {
    public let asOf: Moment
    /// In the order of looking.
    public let findings: [Finding]

    public func count(of level: Finding.Level) -> Int { findings.count { $0.level == level } }

    public var hasProblems: Bool { count(of: .problem) > 0 }
}
