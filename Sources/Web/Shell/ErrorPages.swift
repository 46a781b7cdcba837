import Dashboards
import Domain
import HTTPTypes
import Hummingbird
import Logging

/// Turns what a route refused or failed with into an answer. What failed inside stays inside: it goes to the log.
struct ErrorPages: RouterMiddleware {
    typealias Context = MainstayContext

    let site: Site

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let refusal = Self.refusal(for: error)
            if refusal == .failed {
                context.logger.error(
                    "a request failed", metadata: ["path": "\(Self.shown(request.uri.path))", "error": "\(String(reflecting: error))"])
            }
            var response = Self.isForProgram(request) ? Problem.response(for: refusal, request) : page(refusal, request, context)
            if let seconds = refusal.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
            return response
        }
    }

    /// A link in a message holds what lets somebody act: not for logs.
    private static func shown(_ path: String) -> String { path.hasPrefix("/a/") ? "/a/…" : path }

    /// Programs get a problem document instead of a page.
    private static func isForProgram(_ request: Request) -> Bool { request.uri.path.hasPrefix("/api/") || request.uri.path == "/api" }

    static func refusal(for error: any Error) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case _ where error.mayPass: return .away
        case SnapshotError.beingTaken(let name): return .snapshotBeingTaken(name)
        case let error as any HTTPResponseError:
            switch error.status {
            case .notFound: return .notFound
            case .contentTooLarge: return .tooLarge(limit: 64 * 1_024)
            case .badRequest: return .badRequest(reason: "The request could not be read.")
            default: return .failed
            }
        default: return .failed
        }
    }

    private func page(_ refusal: Refusal, _ request: Request, _ context: Context) -> Response {
        if refusal == .signInNeeded, request.headers[.accept]?.hasPrefix("text/event-stream") != true {
            return site.redirect(to: signInPath(after: request))
        }
        let body = site.templates.render(
            .error, ["status": refusal.status.code, "heading": refusal.title, "explanation": refusal.explanation] as View)
        var response = site.page(title: refusal.title, body: body, status: refusal.status, request, context)
        if case .methodNotAllowed(let allowed) = refusal {
            response.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        }
        return response
    }

    /// Back to the page that was asked for, once signed in; a form cannot be repeated that way.
    private func signInPath(after request: Request) -> String {
        guard request.method == .get || request.method == .head, request.uri.path != "/" else { return "/sign-in" }
        return "/sign-in?next=" + LocalPath(request.uri.string).queryValue
    }
}

extension Site {
    /// Sends the browser on, with a GET, to a place on this site.
    func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
