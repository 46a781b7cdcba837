import Hummingbird

/// Lets the open demo answer on this machine's own names only.
///
/// A page elsewhere can give its own name the address 127.0.0.1 and would then be of the same origin as the demo for a browser. The name in
/// the request tells.
struct HostCheck: RouterMiddleware {
    typealias Context = MainstayContext

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let authority = request.head.authority ?? ""
        guard Self.isOfThisMachine(authority) else { throw Refusal.otherHost(String(authority.prefix(80))) }
        return try await next(request, context)
    }

    /// - Parameter authority: host and perhaps port, as in the header `Host`.
    static func isOfThisMachine(_ authority: String) -> Bool {
        let host: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return false }
            host = authority[...end]
            guard isPort(authority[authority.index(after: end)...]) else { return false }
        } else {
            host = authority.prefix { $0 != ":" }
            guard isPort(authority[host.endIndex...]) else { return false }
        }
        let name = host.lowercased()
        return name == "localhost" || name == "127.0.0.1" || name == "[::1]" || name.hasSuffix(".localhost")
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.hasPrefix(":") && text.dropFirst().utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 })
    }
}
