import App
import ArgumentParser
import Domain
import Settings

/// A command that changes parameters, and does what must follow.
protocol ParameterChangeCommand: AsyncParsableCommand, Sendable {
    var change: ChangeNoteOptions { get }
    var output: OutputOptions { get }
    var global: GlobalOptions { get }

    /// What can be found wrong without the database, which need not be started for it.
    ///
    /// - Throws: ``ParameterRefusal``.
    func check() throws

    /// - Throws: ``ParameterRefusal``.
    func make(in store: ParameterStore, note: ChangeNote, now: Moment) async throws -> ParameterOutcome
}

extension ParameterChangeCommand {
    func check() {}

    func run() async throws {
        let note = try change.note()
        try check()
        let outcome = try await global.withDatabase { database, progress in
            let clock = SystemClock()
            let outcome = try await make(in: ParameterStore(database.pool), note: note, now: clock.now)
            // The change itself has queued everybody, so an interruption here loses nothing; but nobody should have to start an engine to
            // see what the new model says.
            if outcome.model != nil {
                try await FollowUp(database: database, clock: clock, progress: progress).refreshScores()
            }
            return outcome
        }
        output.write(outcome)
    }
}
