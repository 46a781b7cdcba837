import Alerting
import Domain
import Foundation
import Postgres

/// The invented people who work with the demo's alerts; what they do is done as anybody does it.
struct DemoPeople: Sendable {
    let pool: Pool

    private static let lead = "user:Grace Okafor"
    private static let team = "user:Ivo Lind"
    /// How the demo calls whoever looks at it: so that they find something that is theirs.
    private static let visitor = "Demo visitor"

    /// Somebody takes the customer with the highest revenue in hand, gives the next one away, and sometimes closes one.
    ///
    /// - Parameter time: how often somebody has looked before.
    func look(_ time: Int, at moment: Moment) async throws {
        let desk = AlertDesk(pool: pool)
        let critical = try await firing(.criticalCustomer)
        if let first = critical.first {
            try await desk.acknowledge(first, by: Self.team, reason: "I call them today", now: moment)
            try await desk.comment(
                first, "Reached their team lead: the integration broke, a fix is on its way", by: Self.team,
                now: moment.adding(seconds: 1_800))
        }
        if critical.count > 1 {
            try await desk.assign(critical[1], to: Self.visitor, by: Self.lead, reason: "You know them best", now: moment)
        }
        if time % 2 == 1, critical.count > 2 {
            try await desk.resolve(
                critical[2], by: Self.lead, reason: "They told us in time: closed for the season, back next month", now: moment)
        }
        let valuable = try await firing(.highValueAtRisk)
        for alert in valuable.prefix(2) {
            try await desk.acknowledge(alert, by: Self.lead, reason: "In the account review of this week", now: moment)
        }
        if time % 4 == 3, valuable.count > 2 {
            try await desk.assign(valuable[2], to: Self.visitor, by: Self.lead, now: moment)
            if time % 8 == 7, let alert = try await pool.withConnection({ try await Alert.fetch(valuable[2], on: $0) }),
                let customer = alert.customer
            {
                try await Silences(pool: pool).add(
                    rule: .highValueAtRisk, customer: customer.id.uuid.uuidString, until: moment.adding(days: 10), by: Self.lead,
                    why: "They move to another plan this month; their use comes back after that", now: moment)
            }
        }
    }

    /// The highest revenue first.
    private func firing(_ rule: AlertRule) async throws -> [Int64] {
        try await pool.withConnection { connection in
            try await AlertList.fetch(AlertFilter(states: [.firing], rules: [rule]), order: .arr, limit: 3, on: connection).alerts.map(\.id)
        }
    }
}
