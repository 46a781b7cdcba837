public import Postgres

/// What must hold before the programme moves on (operations.md §5).
public enum Gate: String, Sendable, Hashable, CaseIterable, PostgresEncodable, PostgresDecodable {
    case successSystemActive = "success_system_active"
    case retentionImproving = "retention_improving"
    case npsPositive = "nps_positive"

    public var title: String {
        switch self {
        case .successSystemActive: "Success system active"
        case .retentionImproving: "Retention improving"
        case .npsPositive: "NPS positive"
        }
    }

    /// From 1 on, as people call them.
    public var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// How a check or a gate stands.
public enum GateState: String, Sendable, Hashable, CaseIterable, PostgresEncodable, PostgresDecodable {
    case passed
    case unmet
    /// Facts are missing. That is not passed.
    case unknown

    /// Of all together: passed when each is, unmet when one is; of none at all nothing is known.
    public init(of states: some Collection<GateState>) {
        self = states.contains(.unmet) ? .unmet : states.contains(.unknown) || states.isEmpty ? .unknown : .passed
    }
}

extension GateState: CustomStringConvertible {
    public var description: String { rawValue }
}
