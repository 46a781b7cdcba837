import Access
import CustomerMetrics
import Domain
import Hummingbird

/// The list of customers and the page of each, with their files.
struct CustomerRoutes {
    let site: Site

    func add(to router: Router<MainstayContext>) {
        get("/customers", router) { request, context in try await list(request, context) }
        get("/customers.csv", router) { request, context in try await listFile(request, context) }
        get("/customers/{id}", router) { request, context in try await page(request, context) }
        get("/customers/{id}/history.csv", router) { request, context in try await historyFile(request, context) }
    }

    private func get(
        _ path: RouterPath, _ router: Router<MainstayContext>,
        _ answer: @escaping @Sendable (Request, MainstayContext) async throws -> Response
    ) {
        router.only(.get, at: path) { request, context in
            _ = try site.require(.seeCustomers, context)
            do {
                return try await answer(request, context)
            } catch CustomerLookupError.noCustomer {
                throw Refusal.notFound
            } catch let error as CustomerLookupError {
                throw Refusal.badRequest(reason: APIFault(error).detail)
            } catch let error as CustomerCursorError {
                throw Refusal.badRequest(reason: APIFault.badCursor(error).detail)
            }
        }
    }

    // MARK: The list

    private func list(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let asked = try CustomerListRequest(request)
        let page = try await site.dependencies.customers.page(asked.query, now: site.now)
        let body = site.templates.render(.customers, CustomerListView.view(page, asked))
        return site.page(title: "Customers", section: .customers, body: body, request, context)
    }

    private func listFile(_ request: Request, _ context: MainstayContext) async throws -> Response {
        var query = try CustomerListRequest(request).query
        query.cursor = nil
        query.limit = CustomerQuery.limits.upperBound
        let now = site.now
        let first = try await site.dependencies.customers.page(query, now: now)
        return file("customers.csv", CustomerCSV.body(query, first: first, from: site.dependencies.customers, now: now))
    }

    // MARK: One customer

    private func page(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let asked = try CustomerPageRequest(request, context, now: site.now)
        let source = site.dependencies.customers
        let story = CustomerStory(
            asked: asked, profile: try await source.profile(asked.id, asOf: asked.to),
            explanation: try await source.explanation(asked.id, from: asked.from, to: asked.to),
            history: try await source.history(asked.id, from: asked.from, to: asked.to),
            timeline: try await source.timeline(asked.id, kind: asked.kind, asOf: asked.to, limit: 50))
        let body = site.templates.render(.customer, CustomerView.view(story))
        return site.page(title: story.profile.customer.called, section: .customers, body: body, hasCharts: true, request, context)
    }

    private func historyFile(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let asked = try CustomerPageRequest(request, context, now: site.now)
        let history = try await site.dependencies.customers.history(asked.id, from: asked.from, to: asked.to)
        // A fixed name: an id may hold anything, and a header must not.
        return file("score-history.csv", ResponseBody(byteBuffer: ByteBuffer(string: CustomerCSV.text(history))))
    }

    private func file(_ name: String, _ body: ResponseBody) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: CustomerCSV.contentType, .cacheControl: "no-store", .contentDisposition: "attachment; filename=\"\(name)\"",
            ],
            body: body)
    }
}
