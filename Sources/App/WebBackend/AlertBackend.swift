import Access
import Alerting
import Delivery
import Domain
import Foundation
import Postgres
import Web

/// Alerts, each answer from one state of the database, and what people do with them.
struct AlertBackend: AlertSource {
    let pool: Pool
    let settings: AlertSettings
    /// What links begin with where no public URL is set.
    let fallbackURL: String

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

    func evaluate(now: Moment) async throws -> EvaluationReport { try await AlertEvaluation(pool: pool).run(asOf: now) }

    // MARK: Silences

    func silences(now: Moment) async throws -> [Silence] { try await Silences(pool: pool).holding(at: now) }

    func newestSilences() async throws -> [Silence] { try await Silences(pool: pool).newest() }

    func silence(_ wish: SilenceWish, by actor: String, now: Moment) async throws -> Silence {
        try await Silences(pool: pool).add(
            rule: wish.rule, segment: wish.segment, customer: wish.customer, until: wish.until, by: actor, why: wish.why, now: now)
    }

    func endSilence(_ id: Int64, by actor: String, now: Moment) async throws -> Silence {
        try await Silences(pool: pool).end(id, by: actor, now: now)
    }
}

extension AlertBackend: RouteSource {
    func routes() async throws -> [RouteStanding] { try await pool.withConnection { try await Routes.standing(on: $0) } }

    func setRoute(_ id: String, _ edit: RouteEdit, by actor: String, why: String?, now: Moment) async throws -> Route {
        try await Routes(pool: pool).set(id, edit, by: actor, why: why, now: now)
    }

    func resetRoute(_ id: String, by actor: String, why: String?, now: Moment) async throws -> Route? {
        try await Routes(pool: pool).reset(id, by: actor, why: why, now: now)
    }

    func testRoute(_ id: String, by actor: AuditActor, now: Moment) async throws -> RouteTest? {
        do {
            let trial = try await RouteTrial.run(id, settings: settings, fallbackURL: fallbackURL, by: actor, now: now, on: pool)
            return RouteTest(
                channel: trial.target.channel, target: trial.target.target, outcome: trial.outcome.word, answer: trial.outcome.text)
        } catch DeliveryError.routeUnknown {
            return nil
        }
    }
}

extension AlertBackend: DeliverySource {
    func deliveries(_ query: DeliveryQuery) async throws -> DeliveryList {
        try await pool.transaction(.snapshot) { try await DeliveryList.fetch(query, on: $0) }
    }

    func delivery(_ id: UUID) async throws -> DeliveryRecord? {
        try await pool.transaction(.snapshot) { try await DeliveryRecord.fetch(id, on: $0) }
    }

    func retryDelivery(_ id: UUID, by actor: AuditActor, now: Moment) async throws {
        try await MessageRenewal.one(id.uuidString, by: actor, now: now, on: pool)
    }
}
