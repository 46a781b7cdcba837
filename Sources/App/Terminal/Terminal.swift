#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What standard output can show.
public struct Terminal: Sendable {
    /// Colours only where somebody looks at them, and wants them (https://no-color.org).
    public let isColoured: Bool

    public init(isTerminal: Bool, environment: [String: String]) {
        let refuses = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        isColoured = isTerminal && !refuses && environment["TERM"] != "dumb"
    }

    /// - Parameter environment: the program's environment variables.
    public static func standardOutput(environment: [String: String]) -> Terminal {
        Terminal(isTerminal: isatty(STDOUT_FILENO) == 1, environment: environment)
    }
}
