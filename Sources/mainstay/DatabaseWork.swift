import App
import Domain
import Logging

/// A command that works on the database for as long as that takes, and can be interrupted.
extension GlobalOptions {
    /// Lends what such a command needs; the progress line is gone when it ends, however it ends.
    func withDatabase<R: Sendable>(
        configuration given: AppConfiguration? = nil, _ body: @escaping @Sendable (Database, ProgressDisplay) async throws -> R
    ) async throws -> R {
        let configuration = if let given { given } else { try self.configuration() }
        let logger = Logger.mainstay(configuration.logLevel)
        let progress = ProgressDisplay.standardError()
        defer { progress.clear() }
        return try await Interruption.cancelling {
            try await Database.with(configuration, logger: logger) { database in try await body(database, progress) }
        }
    }
}

/// Time that stands still at a moment of somebody's choice.
struct ChosenMoment: MomentSource {
    let now: Moment
}
