import Foundation

/// The terminal of whoever runs the program, also where standard input and output lead elsewhere.
struct PasswordTerminal: ~Copyable {
    private let descriptor: Int32

    /// - Throws: ``PasswordInputError/noTerminal``.
    init() throws(PasswordInputError) {
        descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .noTerminal }
    }

    deinit { close(descriptor) }

    /// Shows a question and reads a line that is not shown.
    ///
    /// Keys that interrupt are read like all others: a signal would end the program with the terminal still mute.
    /// - Throws: ``PasswordInputError/noTerminal``, ``PasswordInputError/givenUp``.
    func ask(_ question: String) throws(PasswordInputError) -> String {
        var before = termios()
        guard tcgetattr(descriptor, &before) == 0 else { throw .noTerminal }
        var mute = before
        mute.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        // What was typed before the question is no answer to it.
        guard tcsetattr(descriptor, TCSAFLUSH, &mute) == 0 else { throw .noTerminal }
        show(question)
        let end = read()
        tcsetattr(descriptor, TCSAFLUSH, &before)
        show("\n")
        switch end {
        case .line(let text): return text
        case .givenUp: throw .givenUp
        case .interrupted:
            raise(SIGINT)
            throw .givenUp
        }
    }

    private func read() -> HiddenLine.End {
        var line = HiddenLine()
        while true {
            var byte: UInt8 = 0
            let count = Foundation.read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return .givenUp }
            if let end = line.take(byte) { return end }
        }
    }

    private func show(_ text: String) {
        // A terminal that takes no text takes no password either; reading finds that out.
        _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}
