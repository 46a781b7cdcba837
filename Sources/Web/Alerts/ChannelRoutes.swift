import Access
import Alerting
import Delivery
import Domain
import Foundation
import Hummingbird

/// The pages of what was told and of who is told: messages and routes.
struct ChannelRoutes {
    let site: Site

    private var source: any RouteSource & DeliverySource { site.dependencies.alerts }

    func add(to router: Router<MainstayContext>) {
        router.only(.get, at: "/alerts/deliveries", use: deliveries)
        router.only(.post, at: "/alerts/deliveries/{id}/retry", use: retry)
        router.only(.get, at: "/alerts/routes", use: routes)
        router.only(.post, at: "/alerts/routes/{id}/test", use: test)
    }

    // MARK: Messages

    @Sendable private func deliveries(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.seeSystemAlerts, context)
        var values: [String: APIValue] = [:]
        for parameter in QueryParameters(request.uri.query).parameters where !parameter.value.isEmpty {
            guard let known = DeliveryAnswers.listParameters.first(where: { $0.name == parameter.name }) else { continue }
            values[known.name] = try read { () throws(APIFault) in try known.read(parameter.value) }
        }
        let query = try read { () throws(APIFault) in try DeliveryAnswers.query(values, who: who) }
        let page = try await source.deliveries(query)
        let view = DeliveryListView.view(
            page, state: values.text("state") ?? "", isFirst: query.before == nil, who: who, now: site.now)
        return site.page(title: "Messages", section: .alerts, body: site.templates.render(.deliveries, view), request, context)
    }

    /// What the API would refuse, the page refuses in its words.
    private func read<Value>(_ body: () throws(APIFault) -> Value) throws(Refusal) -> Value {
        do throws(APIFault) {
            return try body()
        } catch {
            throw .badRequest(reason: error.detail)
        }
    }

    @Sendable private func retry(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.manageAlerts, context)
        guard let id = context.parameters.get("id").flatMap(UUID.init(uuidString:)) else { throw Refusal.notFound }
        do {
            try await source.retryDelivery(id, by: who.auditActor(address: context.address), now: site.now)
        } catch DeliveryError.messageUnknown {
            throw Refusal.notFound
        } catch DeliveryError.notGivenUp {
            // Somebody was faster: the page shows how it stands.
        }
        let next = LocalPath(context.form?["next"]).text
        return site.redirect(to: next == "/" ? "/alerts/deliveries" : next)
    }

    // MARK: Routes

    @Sendable private func routes(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.seeSystemAlerts, context)
        return page(RouteListView.view(try await source.routes(), who: who), request, context)
    }

    /// Answers with the page itself: what became of a test is of no use to anybody later.
    @Sendable private func test(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.manageAlerts, context)
        guard let id = context.parameters.get("id"),
            let test = try await source.testRoute(id, by: who.auditActor(address: context.address), now: site.now)
        else { throw Refusal.notFound }
        return page(RouteListView.view(try await source.routes(), tested: (id, test), who: who), request, context)
    }

    private func page(_ view: View, _ request: Request, _ context: MainstayContext) -> Response {
        site.page(title: "Routes", section: .alerts, body: site.templates.render(.routes, view), request, context)
    }
}
