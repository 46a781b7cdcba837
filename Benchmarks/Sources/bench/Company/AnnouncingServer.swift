import Domain
import Foundation
import Postgres

/// `mainstay serve` on a company, by which critical customers are announced without delay to a receiver of this process.
///
/// The route is a webhook: a channel of Slack takes one message a second, and that would be measured instead. Afterwards the company is as it was,
/// but for the messages in its outbox.
struct AnnouncingServer: Sendable {
    let bench: Workbench
    let path: String
    let company: Company

    private static let patience = 120.0

    func whileRunning<R: Sendable>(_ work: @Sendable (Announcements) async throws -> R) async throws -> R {
        let program = MainstayProgram(path: path, databaseURL: bench.server.url(database: company.database))
        return try await WebhookCatcher.whileListening { catcher, address in
            _ = try await program.run("parameters", "set", "critical_alert_delay_minutes=0", "--why", "measuring")
            _ = try await program.run("routes", "set", "critical", "--channel", "webhook", "--target", address, "--why", "measuring")
            do {
                let result = try await serve(program, catcher, work)
                try await restore(program)
                return result
            } catch {
                try? await restore(program)
                throw error
            }
        }
    }

    private func serve<R: Sendable>(
        _ program: MainstayProgram, _ catcher: WebhookCatcher, _ work: @Sendable (Announcements) async throws -> R
    ) async throws -> R {
        let secret = "whsec_" + Data((0..<32).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
        let server = program.server(log: "\(bench.folder)/announcing.log", environment: ["MAINSTAY_WEBHOOK_SECRET": secret])
        return try await server.whileListening { _ in
            try await company.configuration.withConnection { connection in
                try await Quiet.wait(on: connection)
                return try await work(Announcements(catcher: catcher, connection: connection))
            }
        }
    }

    private func restore(_ program: MainstayProgram) async throws {
        _ = try await program.run("routes", "reset", "critical", "--why", "measured")
        _ = try await program.run("parameters", "reset", "critical_alert_delay_minutes", "--why", "measured")
        try await company.configuration.withConnection { try await Fact.takeBackTickets(on: $0) }
    }

    /// Facts, and what the receiver hears of them.
    struct Announcements: Sendable {
        let catcher: WebhookCatcher
        let connection: Connection

        /// Makes customers Critical in one transaction.
        ///
        /// - Returns: seconds from its commit until the last of them was announced, and in how many messages. Others may turn Critical at the
        ///   same time, and are in the same messages.
        func time(_ customers: [UUID]) async throws -> (seconds: Double, messages: Int) {
            let first = catcher.count
            try await Fact.writeTickets(of: customers, at: SystemClock().now, on: connection)
            let committed = ContinuousClock.now
            var (seen, announced, messages) = (first, 0, 0)
            while true {
                for event in try await catcher.events(from: seen, patience: patience) {
                    seen += 1
                    guard event.type == "alert.fired.v1", event.rule == "critical_customer" else { continue }
                    let rows = try await connection.query(
                        """
                        SELECT count(*) AS found FROM mainstay.alerts
                         WHERE alert_id = ANY (\(event.alerts)) AND user_id = ANY (\(customers)) AND rule = 'critical_customer'
                        """)
                    let found: Int = try rows.first?.decode("found") ?? 0
                    announced += found
                    if found > 0 { messages += 1 }
                    guard announced < customers.count else { return ((event.at - committed) / .seconds(1), messages) }
                }
            }
        }
    }
}
