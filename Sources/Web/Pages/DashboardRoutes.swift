import Access
import Dashboards
import Domain
import Hummingbird

/// The four dashboards: their pages, their data as CSV, and taking one again.
struct DashboardRoutes {
    let site: Site
    private let pages: DashboardPages

    init(site: Site) {
        self.site = site
        pages = DashboardPages(site: site)
    }

    func add(to router: Router<MainstayContext>) {
        for name in DashboardName.allCases {
            router.only(.get, at: RouterPath(name.path)) { request, context in try await self.page(name, request, context) }
            let taking = RouterPath("\(name.path)/take")
            router.only(.post, at: taking) { request, context in try await self.take(name, context) }
            let table = RouterPath("\(name.path)/{panel}.csv")
            router.only(.get, at: table) { request, context in try await self.csv(name, request, context) }
        }
    }

    private func page(_ name: DashboardName, _ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.see(name), context)
        let asOf = try asOf(of: request)
        guard let newest = try await site.dependencies.dashboards.snapshot(name, asOf: nil) else {
            return pages.withoutSnapshot(name, who, request, context)
        }
        let shown = try await asOf == nil ? newest : site.dependencies.dashboards.snapshot(name, asOf: asOf)
        guard let shown else { throw Refusal.badRequest(reason: Self.nothingBefore(asOf, name)) }
        return try await pages.response(showing: shown, newest: newest, who, request, context)
    }

    private func take(_ name: DashboardName, _ context: MainstayContext) async throws -> Response {
        _ = try site.require(.take(name), context)
        _ = try await site.dependencies.dashboards.take(name, now: site.now)
        return site.redirect(to: name.path)
    }

    private func csv(_ name: DashboardName, _ request: Request, _ context: MainstayContext) async throws -> Response {
        _ = try site.require(.see(name), context)
        let id = try context.parameters.require("panel")
        guard let snapshot = try await site.dependencies.dashboards.snapshot(name, asOf: try asOf(of: request)),
            let panel = snapshot.dashboard.panels.first(where: { $0.id == id })
        else { throw Refusal.notFound }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8; header=present", .cacheControl: "no-store",
                // The panel's id is one that was found, not the one that was asked for.
                .contentDisposition: "attachment; filename=\"\(name.rawValue)-\(panel.id).csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: PanelCSV.text(panel.table))))
    }

    private func asOf(of request: Request) throws(Refusal) -> Moment? {
        guard let text = request.uri.queryParameters["as_of"], !text.isEmpty else { return nil }
        do { return try Moment(iso8601: String(text)) } catch {
            throw .badRequest(reason: "as_of is “\(text.prefix(40))”, not a time; write it like 2026-11-01 or 2026-11-01T09:30:00Z.")
        }
    }

    private static func nothingBefore(_ asOf: Moment?, _ name: DashboardName) -> String {
        let moment = asOf.map { FigureText.moment($0) } ?? "then"
        return "There is no snapshot of “\(name.title)” of \(moment) or earlier. Choose one from the list on its page."
    }
}
