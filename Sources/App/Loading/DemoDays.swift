import Alerting
import Domain
import Health
import Postgres

/// Lets the sample company's last days pass one after the other, so that what changed in them was noticed, told and taken in hand as it would
/// have been with a server running.
///
/// Everything is done by the functions that do it for real, each at its moment; only the people are invented.
struct DemoDays: Sendable {
    let database: Database
    let clock: any MomentSource
    let progress: ProgressDisplay

    private static let days: Int64 = 3
    private static let hoursPerStep: Int64 = 6
    /// Longer than an alert must last before it is told.
    private static let untilTold: Int64 = 3_600
    private static let person = "user:demo"

    func pass() async throws {
        let now = clock.now
        let steps = Int(Self.days * 24 / Self.hoursPerStep)
        for step in 0..<steps {
            progress.show(ProgressStep("letting the last days pass", share: Double(step) / Double(steps), count: step, unit: "steps"))
            let moment = now.adding(days: -Self.days).adding(seconds: Int64(step) * Self.hoursPerStep * 3_600)
            _ = try await ScoreRefresh(pool: database.pool, clock: Then(now: moment)).bringUpToDate()
            let evaluation = AlertEvaluation(pool: database.pool)
            try await evaluation.run(asOf: moment)
            try await evaluation.run(asOf: moment.adding(seconds: Self.untilTold), withFigures: false)
            try await act(step, at: moment.adding(seconds: 2 * Self.untilTold))
        }
    }

    /// Somebody looks in twice a day: takes the customer with the highest revenue in hand, gives the next one away, and closes one.
    private func act(_ step: Int, at moment: Moment) async throws {
        guard step % 2 == 1 else { return }
        let firing = try await database.pool.withConnection { connection in
            try await AlertList.fetch(
                AlertFilter(states: [.firing], rules: [.criticalCustomer]), order: .arr, limit: 3, on: connection
            ).alerts
        }
        let desk = AlertDesk(pool: database.pool)
        if let first = firing.first {
            try await desk.acknowledge(first.id, by: Self.person, reason: "I call them today", now: moment)
            try await desk.comment(
                first.id, "Reached their team lead: the integration broke, a fix is on its way", by: Self.person,
                now: moment.adding(seconds: 3_600))
        }
        if firing.count > 1 { try await desk.assign(firing[1].id, to: "demo", by: Self.person, now: moment) }
        if step % 4 == 3, firing.count > 2 {
            try await desk.resolve(
                firing[2].id, by: Self.person, reason: "They told us in time: closed for the season, back next month", now: moment)
        }
    }

    private struct Then: MomentSource {
        let now: Moment
    }
}
