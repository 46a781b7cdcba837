import Alerting
import Domain
import Postgres
import Web

/// Alerts, each answer from one state of the database, and what people do with them.
struct AlertBackend: AlertSource {
    let pool: Pool

    func list(_ query: AlertQuery) async throws -> AlertList {
        try await pool.transaction(.snapshot) {
            try await AlertList.fetch(query.filter, order: query.order, after: query.after, limit: query.limit, on: $0)
        }
    }

    func record(_ id: Int64) async throws -> AlertRecord? {
        try await pool.transaction(.snapshot) { try await AlertRecord.fetch(id, on: $0) }
    }

    func perform(_ act: AlertAct, on id: Int64, by actor: String, now: Moment) async throws {
        let desk = AlertDesk(pool: pool)
        switch act {
        case .acknowledge(let comment): try await desk.acknowledge(id, by: actor, reason: comment, now: now)
        case .assign(let assignee, let comment): try await desk.assign(id, to: assignee, by: actor, reason: comment, now: now)
        case .comment(let text): try await desk.comment(id, text, by: actor, now: now)
        case .resolve(let reason): try await desk.resolve(id, by: actor, reason: reason, now: now)
        }
    }

    func silences(now: Moment) async throws -> [Silence] { try await Silences(pool: pool).holding(at: now) }

    func silence(_ wish: SilenceWish, by actor: String, now: Moment) async throws {
        try await Silences(pool: pool).add(
            rule: wish.rule, segment: wish.segment, customer: wish.customer, until: wish.until, by: actor, why: wish.why, now: now)
    }

    func endSilence(_ id: Int64, by actor: String, now: Moment) async throws {
        try await Silences(pool: pool).end(id, by: actor, now: now)
    }
}
