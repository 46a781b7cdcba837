import HTTPTypes
import Hummingbird

/// What browsers are told on every answer: nothing from elsewhere, nothing inline, no frame around a page, no guessing of types.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = MainstayContext

    private let fields: [(HTTPField.Name, String)]

    /// - Parameter isSecure: also tells browsers to come by TLS only.
    init(isSecure: Bool) {
        var fields: [(HTTPField.Name, String)] = [
            (.contentSecurityPolicy, Self.policy),
            (.xContentTypeOptions, "nosniff"),
        ]
        for (name, value) in Self.named {
            if let name = HTTPField.Name(name) { fields.append((name, value)) }
        }
        if isSecure { fields.append((.strictTransportSecurity, "max-age=31536000")) }
        self.fields = fields
    }

    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    private static let named = [
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ]

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in fields { response.headers[name] = value }
        return response
    }
}
