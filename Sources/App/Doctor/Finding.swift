import Postgres

/// One thing that was looked at, what was seen, and what to do about it.
public struct Finding: Sendable, Hashable {
    public enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
        case ok
        /// Works, and could be better or will be trouble.
        case warning
        /// Figures are wrong or missing, or will be soon.
        case problem

        public static func < (left: Level, right: Level) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    /// What was looked at.
    public enum Topic: String, Sendable, Hashable, CaseIterable {
        case cluster, connection, clock, permissions, schema, indexes, triggers, parameters, model, queue, engine, freshness, reconcile
        case tables, alerts, routes
    }

    public let level: Level
    public let topic: Topic
    /// A stable name for documentation and machines, a ``FindingCode`` or a code of ``ClusterError``; nil where all is well.
    public let code: String?
    /// What was seen, with its value.
    public let seen: String
    /// What to do; nil where nothing is to do.
    public let remedy: String?

    /// All is well.
    public static func ok(_ topic: Topic, _ seen: String) -> Finding {
        Finding(level: .ok, topic: topic, code: nil, seen: seen, remedy: nil)
    }

    public static func warning(_ topic: Topic, _ code: FindingCode, _ seen: String, remedy: String) -> Finding {
        Finding(level: .warning, topic: topic, code: code.rawValue, seen: seen, remedy: remedy)
    }

    public static func problem(_ topic: Topic, _ code: FindingCode, _ seen: String, remedy: String) -> Finding {
        Finding(level: .problem, topic: topic, code: code.rawValue, seen: seen, remedy: remedy)
    }

    /// A private cluster that cannot be used.
    static func problem(_ error: ClusterError) -> Finding {
        Finding(level: .problem, topic: .cluster, code: error.code, seen: error.problem, remedy: error.fix)
    }
}
