import App
import ArgumentParser
import Domain
import Foundation
import Logging
import Postgres

/// A command that reads the database and prints one report.
protocol QuestionCommand: AsyncParsableCommand, Sendable {
    associatedtype Answer: Report & Sendable

    var global: GlobalOptions { get }
    var output: OutputOptions { get }

    /// - Parameters:
    ///   - now: the moment of the call.
    ///   - connection: sees the database as it stands at one moment.
    func answer(now: Moment, on connection: Connection) async throws -> Answer
}

extension QuestionCommand {
    func run() async throws {
        let configuration = try global.configuration()
        let logger = Logger.mainstay(configuration.logLevel)
        let now = SystemClock().now
        let text = try await Interruption.cancelling { [self] in
            try await Database.with(configuration, logger: logger, maximumConnections: 1) { database in
                let answer = try await database.pool.transaction(.snapshot) { connection -> Answer in
                    try await self.answer(now: now, on: connection)
                }
                return answer.text(output.format, on: .standardOutput(environment: ProcessInfo.processInfo.environment))
            }
        }
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
