import App
import ArgumentParser
import Foundation

/// How the program ends on an error: what is wrong on standard error, and the exit status.
enum Failure {
    static func end(_ error: any Error) -> Never {
        if let interruption = error as? Interruption { interruption.endProgram() }
        // A command that has said all there is to say.
        if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
        guard let error = error as? any UserFacingError else {
            // The parser's own: wrong usage, and requests for help, which are none.
            if Mainstay.exitCode(for: error) != .failure { Mainstay.exit(withError: error) }
            write("this is a bug in Mainstay, please report it: \(String(reflecting: error))")
            Foundation.exit(ExitStatus.bug.rawValue)
        }
        let isBug = error.exitStatus == .bug
        write((isBug ? "this is a bug in Mainstay, please report it: \(error)" : "\(error)") + (error.remedy.map { ". \($0)" } ?? ""))
        Foundation.exit(error.exitStatus.rawValue)
    }

    private static func write(_ text: String) {
        // What is wrong may be quoted from a file, and a control character in it would be obeyed by the terminal.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).harmless }
        FileHandle.standardError.write(Data("mainstay: \(lines.joined(separator: "\n"))\n".utf8))
    }
}
