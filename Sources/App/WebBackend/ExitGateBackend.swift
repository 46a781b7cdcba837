import Access
import Domain
import Gates
import Postgres
import Web

/// The exit gates and the baseline, each answer from one state of the database.
struct ExitGateBackend: GateSource {
    let pool: Pool

    func gates(asOf: Moment) async throws -> GateStory {
        try await pool.transaction(.snapshot) { connection in
            GateStory(
                gates: try await ExitGates.fetch(asOf: asOf, on: connection),
                history: try await GateHistory.fetch(asOf: asOf, on: connection),
                baseline: try await Baseline.fetch(asOf: asOf, on: connection))
        }
    }

    func setBaseline(_ rate: BaselineRate, why: String, by actor: AuditActor, now: Moment) async throws {
        _ = try await BaselineDesk(pool: pool).set(rate, why: why, by: actor, now: now)
    }

    func resetBaseline(why: String, by actor: AuditActor, now: Moment) async throws {
        _ = try await BaselineDesk(pool: pool).reset(why: why, by: actor, now: now)
    }
}
