import Access
import CustomerMetrics
import Dashboards
import Domain
import Hummingbird

/// The JSON API: everything under `/api`.
struct APIRoutes {
    private let now: @Sendable () -> Moment
    let table: [APIRoute]

    init(site: Site) { self.init(site.dependencies) }

    init(_ dependencies: WebDependencies) {
        now = { dependencies.clock.now }
        table =
            MetricRoutes.table(dependencies.metrics) + DashboardAnswers(dependencies.dashboards).table
            + CustomerAnswers.table(dependencies.customers) + AlertAnswers(dependencies.alerts).table
            + SilenceAnswers(dependencies.alerts).table + RouteAnswers(dependencies.alerts).table
            + DeliveryAnswers(dependencies.alerts).table
            + GateAnswers.table(dependencies.gates) + ReportAnswers.table(dependencies.reports)
    }

    func add(to router: Router<MainstayContext>) {
        for route in table {
            router.on(RouterPath(route.path), method: route.method) { request, context in try await respond(route, request, context) }
        }
        for (path, routes) in Dictionary(grouping: table, by: \.path) {
            Self.refuseOtherMethods(at: RouterPath(path), than: routes.map(\.method), router)
        }
        let document = OpenAPIDocument(table).json.text(indented: true) + "\n"
        router.get(RouterPath(OpenAPIDocument.path)) { request, _ in
            EntityTag.response(document, contentType: "application/json", to: request)
        }
        Self.refuseOtherMethods(at: RouterPath(OpenAPIDocument.path), than: [.get], router)
    }

    private func respond(_ route: APIRoute, _ request: Request, _ context: MainstayContext) async throws -> Response {
        do {
            var asked = try route.request(request, context, now: now())
            asked.address = context.address
            if let body = route.body { asked.body = try await APIBody.read(body, from: request) }
            let answer = try await route.answer(asked)
            guard route.method == .get else {
                return Response(
                    status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: answer)))
            }
            return EntityTag.response(answer, contentType: "application/json", to: request)
        } catch let fault as APIFault {
            return Problem.response(for: fault, request)
        } catch let error as CustomerLookupError {
            return Problem.response(for: APIFault(error), request)
        } catch let error as CustomerCursorError {
            return Problem.response(for: .badCursor(error), request)
        }
    }

    private static func refuseOtherMethods(at path: RouterPath, than own: [HTTPRequest.Method], _ router: Router<MainstayContext>) {
        let allowed = own.flatMap { $0 == .get ? [$0, .head] : [$0] }
        let methods =
            [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
            + [HTTPRequest.Method("QUERY")].compactMap(\.self)
        for method in methods where !allowed.contains(method) {
            router.on(path, method: method) { request, _ in
                Problem.response(for: APIFault.methodNotAllowed(allowed: allowed), request)
            }
        }
    }
}

extension APIParameter {
    static let asOf = APIParameter(
        "as_of", .moment, "For which moment; nothing later counts. A date is its 00:00 UTC. Without it: now.",
        example: "2025-12-31T09:30:00Z")
}

extension JSON {
    /// A whole answer.
    var answer: String { text() + "\n" }
}
