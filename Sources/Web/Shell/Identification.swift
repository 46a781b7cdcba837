import Domain
import HTTPTypes
import Hummingbird

/// Finds out who asks, from the API token or the session's cookie; leaves open who may do what.
struct Identification: RouterMiddleware {
    typealias Context = MainstayContext

    let gate: any AccessGate
    let clock: any MomentSource
    let cookies: WebCookies
    let trustsProxy: Bool

    init(_ dependencies: WebDependencies) {
        (gate, clock) = (dependencies.gate, dependencies.clock)
        cookies = WebCookies(isSecure: dependencies.options.isSecure)
        trustsProxy = dependencies.options.trustsProxy
    }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        if trustsProxy { context.forwardedAddress = Self.forwardedAddress(of: request) }
        if let authorization = request.headers[.authorization] {
            // A program that names a token is that token or nobody.
            guard let token = Self.bearerToken(authorization) else { return try await next(request, context) }
            context.who = try await gate.who(token: token, now: clock.now)
        } else {
            let sent = request.cookies
            let role = gate.isOpen ? sent[cookies.role].flatMap { Role(rawValue: $0.value) } : nil
            context.who = try await gate.who(session: sent[cookies.session]?.value, demoRole: role, now: clock.now)
        }
        return try await next(request, context)
    }

    private static func bearerToken(_ field: String) -> String? {
        let words = field.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }

    /// The last entry: the only one that the proxy in front wrote itself.
    private static func forwardedAddress(of request: Request) -> String? {
        guard let name = HTTPField.Name("X-Forwarded-For"), let field = request.headers[values: name].last,
            let last = field.split(separator: ",").last
        else { return nil }
        let address = last.drop { $0 == " " }
        return address.isEmpty ? nil : String(address.prefix(64))
    }
}
