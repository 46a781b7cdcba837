import Foundation
import Testing

@testable import App

/// In one after the other: what a program does with signals concerns the whole process.
@Suite("A program that takes over the terminal", .serialized)
struct TerminalProgramTests {
    private func run(_ script: String) async throws -> Int32 {
        try await TerminalProgram(named: "sh", environment: ["PATH": "/usr/bin:/bin", "GREETING": "hello"]).run(["-c", script])
    }

    @Test("gives back its exit status, and gets its arguments and environment")
    func status() async throws {
        #expect(try await run("exit 0") == 0)
        #expect(try await run("exit 3") == 3)
        #expect(try await run("test \"$GREETING\" = hello && test -z \"$HOME\"") == 0)
    }

    @Test(
        "can be interrupted and ended: it neither ignores nor blocks what this program does",
        arguments: [SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGPIPE])
    func signals(_ number: Int32) async throws {
        // As the program has it (`Mainstay.main`). It stays so: other tests of this process write to peers that have gone, and one that
        // put back what it found would put back the death of the process, whatever a library asked for in between.
        signal(SIGPIPE, SIG_IGN)
        #expect(try await run("ulimit -c 0; kill -\(number) $$; exit 0") == 128 + number)
    }

    @Test("must be there")
    func missing() {
        #expect(throws: TerminalProgramError.notFound(name: "no-such-program")) {
            try TerminalProgram(named: "no-such-program", environment: ["PATH": "/usr/bin:/bin"])
        }
    }
}
