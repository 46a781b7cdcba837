import App

/// Why no password could be read.
enum PasswordInputError: UserFacingError, Hashable {
    case noTerminal
    case differs
    case givenUp
    case notText
    case severalLines

    var exitStatus: ExitStatus {
        switch self {
        case .noTerminal: .usage
        case .differs, .givenUp, .notText, .severalLines: .badData
        }
    }

    var description: String {
        switch self {
        case .noTerminal: "there is no terminal to ask for the password; give it on standard input, with --password-stdin"
        case .differs: "the two passwords differ; nothing was changed, try again"
        case .givenUp: "no password was given; nothing was changed"
        case .notText: "the password on standard input is no text in UTF-8"
        case .severalLines: "there are several lines on standard input; give the password alone"
        }
    }
}
