/// Why the server could not run.
public enum ServerRefusal: Error, Sendable, Hashable {
    case cannotListen(ListenAddress, reason: String)
    /// Other machines could reach the address, and something is missing that this asks for.
    case exposed(ListenAddress, missing: Set<Missing>)
    /// The demo asks nobody for a password.
    case demoBeyondThisMachine(ListenAddress)

    public enum Missing: Sendable, Hashable {
        /// There is nobody who could sign in.
        case users
        /// Nothing says that a proxy in front ends TLS.
        case tls
    }
}

extension ServerRefusal: UserFacingError {
    public var exitStatus: ExitStatus { .badConfiguration }

    public var description: String {
        switch self {
        case .cannotListen(let address, let reason):
            return "cannot listen on \(address.host):\(address.port): \(reason). Choose another address with --host and --port."
        case .exposed(let address, let missing):
            var problems: [String] = []
            var fixes: [String] = []
            if missing.contains(.users) {
                problems.append("there are no users who could sign in")
                fixes.append("make one with `mainstay user add NAME --role admin`")
            }
            if missing.contains(.tls) {
                problems.append("nothing says that passwords travel by TLS")
                fixes.append("put a proxy that ends TLS in front and say so with --behind-tls-proxy")
            }
            return "refuses to listen on \(address.host), which other machines can reach: \(problems.joined(separator: ", and ")). "
                + "Either \(fixes.joined(separator: " and ")), or, where the network itself is safe, say --allow-insecure-binding."
        case .demoBeyondThisMachine(let address):
            return "the demo asks for no password, so it listens for this machine only and not on \(address.host). Leave --host out."
        }
    }
}
