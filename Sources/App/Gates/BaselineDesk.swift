public import Access
public import Domain
public import Gates
public import Postgres

/// Where the baseline of retention is changed, from the command line and from the pages alike: the change and its line in the audit log are one
/// transaction.
public struct BaselineDesk: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    /// - Returns: what holds now.
    /// - Throws: ``BaselineError``, ``PostgresError``.
    public func set(_ rate: BaselineRate, why: String, by actor: AuditActor, now: Moment) async throws -> Baseline {
        try await pool.transaction { connection in
            let before = try await Baseline.fetch(asOf: now, on: connection)
            try await Baselines.set(rate, by: actor.mark, why: why, now: now, on: connection)
            try await AuditLog.record(
                .baselineSet, of: nil, ["from": Self.text(before), "to": "\(rate.percent)", "why": why], by: actor, now: now, on: connection
            )
            return try await Baseline.fetch(asOf: now, on: connection)
        }
    }

    /// Gives the automatic baseline back.
    ///
    /// - Returns: what holds now, and whether that is a change.
    /// - Throws: ``BaselineError``, ``PostgresError``.
    public func reset(why: String, by actor: AuditActor, now: Moment) async throws -> (baseline: Baseline, isChanged: Bool) {
        try await pool.transaction { connection in
            let before = try await Baseline.fetch(asOf: now, on: connection)
            let isChanged = try await Baselines.reset(by: actor.mark, why: why, now: now, on: connection)
            if isChanged {
                try await AuditLog.record(
                    .baselineReset, of: nil, ["from": Self.text(before), "to": "automatic", "why": why], by: actor, now: now, on: connection
                )
            }
            return (try await Baseline.fetch(asOf: now, on: connection), isChanged)
        }
    }

    private static func text(_ baseline: Baseline) -> String { baseline.entry?.rate.map { "\($0)" } ?? "automatic" }
}

extension AuditActor {
    /// As ledgers beside the audit log name who did something.
    var mark: String {
        switch kind {
        case .machineUser: "cli:\(name ?? "unknown")"
        case .account: "user:\(name ?? "unknown")"
        case .token: "token:\(name ?? "unknown")"
        case .nobody: "nobody"
        }
    }
}
