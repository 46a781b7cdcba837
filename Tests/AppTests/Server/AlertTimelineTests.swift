import Alerting
import Delivery
import Domain
import Foundation
import Health
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import App

/// From a fact to the message and back, with the whole server and a Slack of our own.
@Suite(.timeLimit(.minutes(20))) struct AlertTimelineTests {
    @Test func aCustomerTurnsCriticalIsAnnouncedTakenInHandAndRecovers() async throws {
        try await TestDatabase.withMigrated { database in
            try await SlackCatcher.with { catcher, address in
                let now = SystemClock().now
                let acme = CustomerID(source: "acme")
                // Yesterday: a healthy customer, and nothing is held back before it is told.
                try await database.pool.execute(
                    "UPDATE mainstay.parameters SET value = '0' WHERE name = 'critical_alert_delay_minutes'")
                try await database.pool.execute(
                    """
                    INSERT INTO mainstay.users (user_id, external_id, name, email, created_at, last_login, arr, subscription_tier)
                    VALUES (\(acme.uuid), 'acme', 'Acme <b>& Co', 'ada@acme.example', \(now.adding(days: -200)), \(now.adding(days: -10)), 1200,
                            'basic')
                    """)
                _ = try await ScoreRefresh(pool: database.pool, clock: SystemClock()).bringUpToDate()
                #expect(try await status(database) == "At-Risk")

                var settings = ServerSettings(address: ListenAddress(host: "127.0.0.1", port: 0))
                settings.alerts = AlertSettings(
                    signingKey: HiddenText(String(repeating: "k", count: 32)),
                    // Only the channel of critical customers: what else is found on an empty company is not of interest here.
                    channels: ChannelSettings(slack: .init(webhooks: ["#customer-success-urgent": HiddenText(address)])))
                try await RunningServer.with(database, settings: settings) { visitor in
                    var messages = catcher.messages.makeAsyncIterator()

                    // Three tickets: Critical.
                    try await database.pool.execute(
                        """
                        INSERT INTO mainstay.support_tickets (user_id, status, opened_at)
                        SELECT \(acme.uuid), 'open', \(now.adding(seconds: -60)) FROM generate_series(1, 3)
                        """)
                    let fired = try #require(await messages.next())
                    #expect(fired.contains("Acme") && fired.contains("ritical"))
                    #expect(!fired.contains("<b>"), "Slack's own marks are escaped")

                    // The link in it asks, and its form acknowledges.
                    let link = try #require(fired.replacing("\\/", with: "/").firstMatch(of: /\/a\/[0-9]+\/[0-9]+-[0-9a-f]{64}/)).output
                    let page = try await visitor.get(String(link))
                    #expect(page.status == 200 && page.body.contains("I have it in hand"))
                    #expect(try await states(database) == ["firing"])
                    let done = try await visitor.post(String(link), ["name": "Ada"])
                    #expect(done.status == 200 && done.body.contains("Acknowledged by Ada"))
                    #expect(try await states(database) == ["acknowledged"])

                    // Their tickets are closed and they log in: it is over, and that is said.
                    try await database.pool.execute(
                        "UPDATE mainstay.support_tickets SET status = 'closed', closed_at = \(SystemClock().now) WHERE user_id = \(acme.uuid)"
                    )
                    try await database.pool.execute(
                        "UPDATE mainstay.users SET last_login = \(SystemClock().now) WHERE user_id = \(acme.uuid)")
                    let resolved = try #require(await messages.next())
                    #expect(resolved.contains("Acme") && resolved.contains("no longer"))
                    #expect(try await states(database) == ["resolved"])
                    #expect(try await visitor.post(String(link), [:]).body.contains("It is over"))
                }
                #expect(catcher.all.withLock(\.count) == 2, "each was said once")
            }
        }
    }

    private func status(_ database: TestDatabase) async throws -> String? {
        try await database.pool.query("SELECT health_status AS status FROM mainstay.customer_health_scores").first?.decode("status")
    }

    private func states(_ database: TestDatabase) async throws -> [String] {
        try await database.pool.query("SELECT state FROM mainstay.alerts WHERE rule = 'critical_customer' ORDER BY alert_id")
            .map { try $0.decode("state") }
    }
}
