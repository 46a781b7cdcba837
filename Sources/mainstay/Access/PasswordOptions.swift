import Access
import ArgumentParser
import Foundation

/// Where a new password comes from. Never from an argument: arguments are seen in the list of processes and kept in the shell's history.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Read the password from standard input, for scripts. (default: the terminal asks)")
    var passwordStdin = false

    /// - Throws: ``AccessError`` when the password breaks a rule; ``PasswordInputError``.
    func newPassword(of name: String) throws -> Password {
        guard !passwordStdin else { return try Password(new: Self.standardInput()) }
        let terminal = try PasswordTerminal()
        let typed = try terminal.ask("Password for \(name) (at least \(Password.minimumCharacters) characters): ")
        // Checked first: nobody should type twice what will not do.
        let password = try Password(new: typed)
        guard try terminal.ask("Once more: ") == typed else { throw PasswordInputError.differs }
        return password
    }

    /// The only line of standard input.
    private static func standardInput() throws -> String {
        var bytes = Data()
        // Somewhat more than any password and its line break is enough to see that it is too long.
        while bytes.count < 2 * Password.maximumBytes,
            let more = try FileHandle.standardInput.read(upToCount: Password.maximumBytes), !more.isEmpty
        {
            bytes += more
        }
        guard var line = String(data: bytes, encoding: .utf8) else { throw PasswordInputError.notText }
        if line.last?.isNewline == true { line.removeLast() }
        guard !line.contains(where: \.isNewline) else { throw PasswordInputError.severalLines }
        return line
    }
}
