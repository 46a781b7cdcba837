import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The built program, on a company.
struct MainstayProgram: Sendable {
    let path: String
    let databaseURL: String

    /// Runs a command to its end.
    ///
    /// - Returns: what it prints.
    func run(_ arguments: String..., text: String = "") async throws -> String {
        let outcome = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments + ["--database-url", databaseURL]), input: .string(text),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard outcome.terminationStatus.isSuccess else {
            throw BenchError.unexpected("mainstay \(arguments.joined(separator: " ")) failed: \(outcome.standardError)")
        }
        return outcome.standardOutput
    }

    func server(log: String, environment: [String: String] = [:]) -> ListeningProgram {
        ListeningProgram(
            path: path, arguments: ["serve", "--port", "0", "--database-url", databaseURL], environment: environment, log: log)
    }
}
