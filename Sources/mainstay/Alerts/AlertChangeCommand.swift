import Alerting
import App
import ArgumentParser
import Domain
import Postgres

/// A command that does something and shows what became of it.
protocol AlertChangeCommand: AsyncParsableCommand, Sendable {
    associatedtype Outcome: Report & Sendable

    var output: OutputOptions { get }
    var global: GlobalOptions { get }

    /// - Parameter actor: the user of this machine, for the record.
    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> Outcome
}

extension AlertChangeCommand {
    func run() async throws {
        let name = MachineUser.name
        let actor = "cli:\(name.isEmpty ? "unknown" : name)"
        let outcome = try await global.withDatabase { database, _ in try await change(database.pool, by: actor, now: SystemClock().now) }
        output.write(outcome)
    }
}

extension AlertRecordReport {
    /// - Throws: ``AlertError/alertUnknown(_:)``, ``PostgresError``.
    init(_ id: Int64, asOf: Moment, on pool: Pool) async throws {
        let record = try await pool.transaction(.snapshot) { connection in try await AlertRecord.fetch(id, on: connection) }
        guard let record else { throw AlertError.alertUnknown(id) }
        self.init(record, asOf: asOf)
    }
}

extension AlertRule {
    /// - Throws: ``AlertError/ruleUnknown(_:)``.
    init(argument text: String) throws {
        guard let rule = AlertRule(rawValue: text) else { throw AlertError.ruleUnknown(text) }
        self = rule
    }
}
