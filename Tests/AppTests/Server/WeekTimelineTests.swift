import Alerting
import Delivery
import Domain
import Health
import Jobs
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import App

/// What takes days, with the whole server, a clock of the test's, a Slack of our own and a real mail server: the digest on its Monday, and the
/// Chairman when nobody answers.
@Suite(.timeLimit(.minutes(20))) struct WeekTimelineTests {
    private static let urgent = "#customer-success-urgent"

    @Test func theDigestComesOnMondayAndTheChairmanHearsAfter48Hours() async throws {
        let folder = try TestFolder.make()
        defer { folder.remove() }
        let certificate = TestCertificate(in: folder)
        try await TestDatabase.withMigrated { database in
            try await SlackCatcher.with { slack, address in
                try await SMTPCatcher.with(certificate.arguments + ["--starttls", "--user", "mainstay", "--password", "p@ss"]) { post in
                    let monday = try Moment(iso8601: "2026-06-01T09:00:00Z")
                    let clock = FixedClock(monday.adding(seconds: -1))
                    try await Self.company(database, monday)
                    // What is on record before: scores, and jobs that wait for their time.
                    _ = try await ScoreRefresh(pool: database.pool, clock: clock).bringUpToDate()
                    let jobs = RhythmJobs(pool: database.pool, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }).all
                    try await JobRunner(jobs, pool: database.pool, server: "before", clock: clock) { _ in }.runDue()
                    clock.set(monday.adding(seconds: 1))

                    var settings = ServerSettings(address: ListenAddress(host: "127.0.0.1", port: 0))
                    let mail = ChannelSettings.Mail(
                        server: try #require(SMTPServer("smtp://mainstay:p%40ss@localhost:\(post.port)")),
                        sender: try #require(MailAddress("Mainstay <alerts@example.com>")), certificates: certificate.certificate)
                    settings.alerts = AlertSettings(
                        publicURL: "https://mainstay.example.com", signingKey: HiddenText(String(repeating: "k", count: 32)),
                        channels: ChannelSettings(
                            slack: .init(webhooks: [Self.urgent: HiddenText(address), "@chairman": HiddenText(address)]), mail: mail))
                    try await RunningServer.with(database, settings: settings, clock: clock) { _ in
                        // Monday, nine o'clock.
                        let digest = try await Self.mail(to: "success@company.com", post)
                        #expect(digest.tls && digest.user == "mainstay" && digest.listUnsubscribe != nil)
                        #expect(digest.subject == "At-risk digest, week of 2026-06-01: 2 customers with ARR 2,100")
                        let text = try #require(digest.text)
                        #expect(text.contains("2 At-Risk and 0 Critical of 2 customers."))
                        // health_drop is told here and nowhere else.
                        #expect(text.contains("1 from Healthy to At-Risk.") && text.contains("* Bolt: Healthy 70 → At-Risk 50."))
                        #expect(text.contains("https://mainstay.example.com/customers/"))

                        // Three tickets: Critical.
                        var messages = slack.messages.makeAsyncIterator()
                        try await database.pool.execute(
                            """
                            INSERT INTO mainstay.support_tickets (user_id, status, opened_at)
                            SELECT \(CustomerID(source: "acme").uuid), 'open', \(clock.now) FROM generate_series(1, 3)
                            """)
                        #expect(try #require(await messages.next()).contains("Critical: Acme"))

                        // Nobody answers for two days.
                        clock.advance(days: 2)
                        let later = [try #require(await messages.next()), try #require(await messages.next())]
                        let chairman = try #require(later.first { $0.contains("Unanswered for 48 hours: Acme is Critical") })
                        #expect(later.contains { $0.contains("Still Critical: Acme") })
                        #expect(chairman.contains("History") && chairman.contains("Critical with 20 points, from At-Risk with 50"))
                        #expect(chairman.contains("What was tried") && chairman.contains("ada@acme.example"))
                        let escalation = try await Self.mail(to: "chairman@company.com", post)
                        #expect(escalation.tls && escalation.user == "mainstay")
                        #expect(escalation.subject == "Unanswered for 48 hours: Acme is Critical")
                    }
                    // Each once, on record as sent.
                    let sent = try await database.pool.query(
                        """
                        SELECT kind || ' ' || target || ' ' || count(*) AS line FROM mainstay.messages
                         WHERE rule IN ('critical_customer', 'weekly_at_risk_digest') AND state = 'sent' GROUP BY kind, target ORDER BY kind, target
                        """
                    ).map { try $0.decode("line", as: String.self) }
                    #expect(
                        sent == [
                            "digest success@company.com 1", "escalated @chairman 1", "escalated chairman@company.com 1",
                            "fired \(Self.urgent) 1",
                            "repeated \(Self.urgent) 1",
                        ])
                    let raised = try await database.pool.query("SELECT FROM mainstay.alerts WHERE rule = 'health_drop'")
                    #expect(raised.isEmpty)
                    #expect(slack.all.withLock(\.count) == 3)
                }
            }
        }
    }

    /// Acme has been At-Risk for a while; Bolt was Healthy a week ago and is At-Risk now.
    private static func company(_ database: TestDatabase, _ monday: Moment) async throws {
        for (name, arr, active) in [
            ("Acme", 1_200, monday.adding(days: -10)), ("Bolt", 900, monday.adding(days: -7).adding(seconds: -3_600)),
        ] {
            let id = CustomerID(source: name.lowercased()).uuid
            try await database.pool.execute(
                """
                INSERT INTO mainstay.users (user_id, external_id, name, email, created_at, arr, subscription_tier)
                VALUES (\(id), \(name.lowercased()), \(name), \(name == "Acme" ? "ada@acme.example" : "bo@bolt.example"), \(monday.adding(days: -200)), \(arr), 'basic')
                """)
            try await database.pool.execute(
                "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at) VALUES (\(id), 'session', \(active))")
        }
        try await database.pool.execute("UPDATE mainstay.parameters SET value = '0' WHERE name = 'critical_alert_delay_minutes'")
    }

    /// The next mail to somebody; what else comes, such as a daily check that failed, is not of interest here.
    private static func mail(to address: String, _ post: SMTPCatcher) async throws -> SMTPCatcher.Mail {
        while true {
            let mail = try await post.next()
            if mail.envelopeTo == [address] { return mail }
        }
    }
}
