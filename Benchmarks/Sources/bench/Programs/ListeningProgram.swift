import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program that listens on a port of this machine and says which, for as long as a piece of work lasts.
struct ListeningProgram: Sendable {
    let path: String
    var arguments: [String] = []
    /// Variables beside those of this process.
    var environment: [String: String] = [:]
    /// Where what it says goes; in words of its own when it does not come up.
    let log: String

    struct Running: Sendable {
        let port: Int
        let process: Int32
    }

    private static let patience = 60.0

    func whileListening<R: Sendable>(_ work: @Sendable (Running) async throws -> R) async throws -> R {
        let said = try FileDescriptor.open(
            FilePath(log), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        return try await run(
            .path(FilePath(path)), arguments: Arguments(arguments),
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
            input: .none,
            output: .fileDescriptor(said, closeAfterSpawningProcess: true), error: .combinedWithOutput
        ) { execution in
            do {
                let result = try await work(Running(port: try await port(), process: execution.processIdentifier.value))
                try execution.send(signal: .terminate)
                return result
            } catch {
                try? execution.send(signal: .terminate)
                throw error
            }
        }.closureResult
    }

    private func port() async throws -> Int {
        let watch = Stopwatch()
        while watch.seconds < Self.patience {
            if let match = text.firstMatch(of: /127\.0\.0\.1:([0-9]+)/), let port = Int(match.1) { return port }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BenchError.unexpected("\(path) does not listen; it says: \(text.suffix(1_000))")
    }

    private var text: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
}
