import App
import ArgumentParser
import Domain
import Foundation
import Health
import Logging
import Settings

/// A command that changes parameters, and does what must follow.
protocol ParameterChangeCommand: AsyncParsableCommand, Sendable {
    var change: ChangeNoteOptions { get }
    var output: OutputOptions { get }
    var global: GlobalOptions { get }

    /// - Throws: ``ParameterRefusal`` before or after the database was asked.
    func make(in store: ParameterStore, note: ChangeNote, now: Moment) async throws -> ParameterOutcome
}

extension ParameterChangeCommand {
    func run() async throws {
        let configuration = try global.configuration()
        let note = try change.note()
        let logger = Logger.mainstay(configuration.logLevel)
        let clock = SystemClock()
        let outcome = try await Interruption.cancelling { [self] in
            try await Database.with(configuration, logger: logger) { database in
                let outcome = try await make(in: ParameterStore(database.pool), note: note, now: clock.now)
                if let model = outcome.model { try await rescoreEverybody(by: model, in: database, clock, logger) }
                return outcome
            }
        }
        let terminal = Terminal.standardOutput(environment: ProcessInfo.processInfo.environment)
        FileHandle.standardOutput.write(Data(outcome.text(output.format, on: terminal).utf8))
    }

    /// The change itself has put everybody into the engine's queue; nobody should have to start an engine to see its effect. When this is
    /// interrupted the queue still has them, and the next refresh or server goes on.
    private func rescoreEverybody(
        by model: ParameterOutcome.ModelVersion, in database: Database, _ clock: some MomentSource, _ logger: Logger
    ) async throws {
        logger.notice("rescoring every customer by model version \(model.number)")
        let report = try await ScoreRefresh(pool: database.pool, clock: clock).bringUpToDate()
        logger.notice("looked at \(report.rescored) customers")
    }
}
