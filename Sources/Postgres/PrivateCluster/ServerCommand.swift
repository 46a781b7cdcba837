import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs one of PostgreSQL's programs to its end and keeps what it said.
enum ServerCommand {
    struct Answer: Sendable {
        let succeeded: Bool
        /// Both output streams, without white space around.
        let text: String
    }

    /// Runs to the program's end even in a cancelled task, which then gets `CancellationError`: a program killed halfway would
    /// leave children behind that still write.
    /// - Parameters:
    ///   - account: the user to run as; nil is the current user.
    ///   - folder: the folder to run in; the server's user may not be able to enter the current one.
    ///   - input: what the program reads from its standard input.
    /// - Throws: ``ClusterError`` when the program cannot be started, `CancellationError`.
    static func run(
        _ program: String, _ arguments: [String], as account: ServerAccount? = nil, in folder: String = "/",
        input: String = ""
    ) async throws -> Answer {
        try Task.checkCancellation()
        let answer = try await Task(executorPreference: ClusterQueue.shared) {
            try await toTheEnd(program, arguments, account, folder, input)
        }.value
        try Task.checkCancellation()
        return answer
    }

    private static func toTheEnd(
        _ program: String, _ arguments: [String], _ account: ServerAccount?, _ folder: String, _ input: String
    ) async throws(ClusterError) -> Answer {
        var options = PlatformOptions()
        // A session of its own: the terminal's interrupt is for this program, which then ends the server in good order.
        options.createSession = true
        var command = [program] + arguments
        if let account, account.isSomebodyElse {
            #if os(Linux)
                command = try account.dropping(command)
            #else
                options.userID = account.userID
                options.groupID = account.groupID
                options.supplementaryGroups = []
            #endif
        }
        do {
            let result = try await Subprocess.run(
                .path(.init(command[0])),
                arguments: Arguments(Array(command.dropFirst())),
                environment: .custom(environment),
                workingDirectory: .init(folder),
                platformOptions: options,
                input: .string(input),
                output: .string(limit: 1 << 20),
                error: .combinedWithOutput)
            return Answer(succeeded: result.terminationStatus.isSuccess, text: trimmed(result.standardOutput))
        } catch {
            let code = (error as? SubprocessError)?.underlyingError?.rawValue ?? 0
            throw .system(operation: "run", path: command[0], errno: code)
        }
    }

    /// Nothing of the user's environment reaches the server: `PGDATA`, `PGPORT` or a locale there must not change it.
    private static let environment: [Environment.Key: String] = [
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "HOME": "/",
        "LC_ALL": "C",
        "TZ": "UTC",
    ]

    private static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }
}
