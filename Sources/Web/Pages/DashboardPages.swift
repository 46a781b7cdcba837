import Access
import Dashboards
import Domain
import Hummingbird
import Synchronization

/// Keeps the pages of dashboards rendered: a snapshot does not change, so its page differs between visitors of a role only in their names
/// and secrets, which are filled in for each.
final class DashboardPages: Sendable {
    private let site: Site
    private let rendered = Mutex<[Key: Sheet]>([:])

    /// How many snapshots the page offers to look back at.
    private static let offered = 30
    /// How many pages are kept. Four dashboards for nine roles are 36; beyond that somebody is leafing through the past.
    private static let capacity = 64

    private struct Key: Hashable {
        let shown: Int64
        /// A new snapshot changes the list on the pages of the old ones.
        let newest: Int64
        let name: DashboardName
        let role: Role
        let isDemo: Bool
    }

    init(site: Site) { self.site = site }

    func response(
        showing shown: DashboardSnapshot, newest: DashboardSnapshot, _ who: Who, _ request: Request, _ context: MainstayContext
    ) async throws -> Response {
        let isDemo = if case .demo = who.kind { true } else { false }
        let key = Key(shown: shown.id, newest: newest.id, name: shown.dashboard.name, role: who.role, isDemo: isDemo)
        let values = site.visitorValues(request, context)
        let tag = Self.tag(key, values)
        let headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8",
            // Kept by the visitor's own browser only, and asked for again each time.
            .cacheControl: "private, no-cache", .vary: "Cookie", .eTag: tag,
        ]
        if request.headers[values: .ifNoneMatch].contains(where: { $0.contains(tag) }) {
            return Response(status: .notModified, headers: headers)
        }
        let sheet = try await sheet(key, shown, newest, who)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: sheet.filled(values)))
    }

    private func sheet(_ key: Key, _ shown: DashboardSnapshot, _ newest: DashboardSnapshot, _ who: Who) async throws -> Sheet {
        if let known = rendered.withLock({ $0[key] }) { return known }
        let list = try await site.dependencies.dashboards.snapshots(shown.dashboard.name, limit: Self.offered)
        let view = DashboardView.view(shown, newest: newest, list: list, role: who.role)
        let body = site.templates.render(.dashboard, view)
        let title = HTMLText.escaped(shown.dashboard.title)
        let section = Section.dashboard(shown.dashboard.name)
        let sheet = Sheet(site.layout(for: who, section: section, hasCharts: true, title: title, body: body))
        rendered.withLock { pages in
            if pages.count >= Self.capacity { pages.removeAll() }
            // A newer snapshot's page replaces those that offer fewer.
            pages = pages.filter { $0.key.name != key.name || $0.key.newest == key.newest }
            pages[key] = sheet
        }
        return sheet
    }

    /// The page of a dashboard of which no snapshot was taken yet.
    func withoutSnapshot(_ name: DashboardName, _ who: Who, _ request: Request, _ context: MainstayContext) -> Response {
        var view: View = ["heading": name.title, "dashboardPath": "/" + name.rawValue]
        if who.role.may(.take(name)) { view["mayTake"] = ["csrf": Sheet.Gap.csrf.mark] as View }
        return site.page(
            title: name.title, section: .dashboard(name), body: site.templates.render(.noSnapshot, view), request, context)
    }

    /// Names the page as this visitor gets it. Differs from one start of the server to the next, as the assets' names in the page may.
    private static func tag(_ key: Key, _ values: [Sheet.Gap: String]) -> String {
        var hasher = Hasher()
        hasher.combine(key)
        for gap in Sheet.Gap.allCases { hasher.combine(values[gap]) }
        return "\"\(String(UInt(bitPattern: hasher.finalize()), radix: 36))\""
    }
}
