import Foundation
import HTTPTypes
import Hummingbird

/// Takes forms only when they are small, arrive in time, and come from one of this site's own pages.
///
/// Two independent signs are asked for: the secret that the page was given, and, from browsers that send them, `Sec-Fetch-Site` and `Origin`.
/// A program with an API token sends neither; its token is not sent along by a browser by itself, so nobody else can use it.
struct FormGuard: RouterMiddleware {
    typealias Context = MainstayContext

    enum Secrecy: Sendable {
        /// The secret belongs to who asks.
        case visitorsOwn
        /// Nobody is signed in yet: the secret is in a cookie of its own.
        case cookie(name: String)
        /// The address itself is the secret: nobody knows it but those it was sent to.
        case address
    }

    let secrecy: Secrecy
    /// The proxy's word for the host is taken.
    let trustsProxy: Bool
    var sizeLimit = 64 * 1_024
    var timeLimit: Duration = .seconds(10)

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post else { return try await next(request, context) }
        guard isFromHere(request) else { throw Refusal.otherSite }
        let secret = try expectedSecret(request, context)
        let form = try await form(of: request)
        if let secret {
            guard let sent = form["csrf"], FormSecret.isSame(sent, secret) else { throw Refusal.formNotOurs }
        }
        var context = context
        context.form = form
        return try await next(request, context)
    }

    /// - Returns: nil where none is needed.
    private func expectedSecret(_ request: Request, _ context: Context) throws -> String? {
        switch secrecy {
        case .address: return nil
        case .cookie(let name):
            guard let secret = request.cookies[name]?.value, !secret.isEmpty else { throw Refusal.formNotOurs }
            return secret
        case .visitorsOwn:
            guard let who = context.who else { throw Refusal.signInNeeded }
            return who.csrf
        }
    }

    private func isFromHere(_ request: Request) -> Bool {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name], site != "same-origin", site != "none" {
            return false
        }
        guard let origin = request.headers[.origin] else { return true }
        let hosts = [request.head.authority, trustsProxy ? HTTPField.Name("X-Forwarded-Host").flatMap { request.headers[$0] } : nil]
        return hosts.contains { host in
            guard let host, !host.isEmpty else { return false }
            return origin.lowercased() == "http://" + host.lowercased() || origin.lowercased() == "https://" + host.lowercased()
        }
    }

    private func form(of request: Request) async throws -> Form {
        let type = request.headers[.contentType]?.prefix { $0 != ";" } ?? ""
        guard type.lowercased() == "application/x-www-form-urlencoded" else { throw Refusal.wrongContentType }
        let body = try await BodyReader.bytes(of: request, sizeLimit: sizeLimit, timeLimit: timeLimit)
        return Form(urlEncoded: String(decoding: body, as: UTF8.self))
    }
}

extension Who {
    /// The secret of this visitor's forms; nil for a program with a token.
    var csrf: String? {
        switch kind {
        case .session(_, let csrf), .demo(let csrf): csrf
        case .token: nil
        }
    }
}
