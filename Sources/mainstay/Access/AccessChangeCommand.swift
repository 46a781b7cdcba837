import Access
import App
import ArgumentParser
import Domain

/// A command that changes who may come in, and says what it did.
protocol AccessChangeCommand: AsyncParsableCommand, Sendable {
    associatedtype Outcome: Report & Sendable
    /// What must be known before the database is asked, such as a password.
    associatedtype Preparation: Sendable

    var output: OutputOptions { get }
    var global: GlobalOptions { get }

    func prepare() throws -> Preparation

    /// - Parameter actor: the user of this machine, for the audit log.
    func change(_ access: Access, _ preparation: Preparation, by actor: AuditActor, now: Moment) async throws -> Outcome
}

extension AccessChangeCommand {
    func run() async throws {
        let preparation = try prepare()
        let outcome = try await global.withDatabase { database, _ in
            try await change(Access(pool: database.pool), preparation, by: .machineUser(MachineUser.name), now: SystemClock().now)
        }
        output.write(outcome)
    }
}

extension AccessChangeCommand where Preparation == Void {
    func prepare() {}
}
