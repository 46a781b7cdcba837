/// A figure against its target.
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    case onTarget = "on_target"
    case offTarget = "off_target"
    /// There is a figure, but of too little data to judge.
    case provisional
    /// There is no figure.
    case unknown

    /// The word that stands beside the colour, which is never the only sign.
    public var text: String {
        switch self {
        case .onTarget: "on target"
        case .offTarget: "off target"
        case .provisional: "provisional"
        case .unknown: "unknown"
        }
    }

    /// - Parameter isReached: nil where it is unknown.
    public init(_ isReached: Bool?) {
        self = isReached.map { $0 ? .onTarget : .offTarget } ?? .unknown
    }
}
