import Access
import Domain
import Hummingbird
import Synchronization

/// What all pages share: where figures come from, the templates, the assets, and the frame around each page.
final class Site: Sendable {
    let dependencies: WebDependencies
    let templates: Templates
    let assets: Assets
    let cookies: WebCookies

    /// Frames by who sees them; a handful at most.
    private let frames = Mutex<[FrameKey: Sheet]>([:])

    private struct FrameKey: Hashable {
        let role: Role?
        let section: Section?
        let isDemo: Bool
        let hasCharts: Bool
    }

    /// - Throws: ``WebFilesError``.
    init(_ dependencies: WebDependencies) throws {
        self.dependencies = dependencies
        templates = try Templates()
        assets = try Assets(chartScriptPath: dependencies.options.chartScriptPath)
        cookies = WebCookies(isSecure: dependencies.options.isSecure)
    }

    var now: Moment { dependencies.clock.now }

    /// Who asks, when they may do something.
    /// - Throws: ``Refusal/signInNeeded``, ``Refusal/notAllowed(_:)``.
    func require(_ right: Right, _ context: MainstayContext) throws(Refusal) -> Who {
        guard let who = context.who else { throw .signInNeeded }
        guard who.role.may(right) else { throw .notAllowed(right) }
        return who
    }

    /// A page of the site.
    ///
    /// - Parameters:
    ///   - section: where the menu stands; nil for none of its entries.
    ///   - body: HTML.
    ///   - hasCharts: whether the chart library is loaded.
    func page(
        title: String, section: Section? = nil, body: String, hasCharts: Bool = false, status: HTTPResponse.Status = .ok,
        _ request: Request, _ context: MainstayContext
    ) -> Response {
        let frame = frame(for: context.who, section: section, hasCharts: hasCharts)
        var values = visitorValues(request, context)
        values[.title] = HTMLText.escaped(title)
        values[.body] = Sheet(body).text(values)
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: frame.filled(values)))
    }

    /// What is filled into a page for one visitor.
    func visitorValues(_ request: Request, _ context: MainstayContext) -> [Sheet.Gap: String] {
        [
            .theme: WebCookies.theme(of: request),
            .name: HTMLText.escaped(context.who?.name ?? ""),
            .csrf: HTMLText.escaped(context.who?.csrf ?? ""),
        ]
    }

    /// The layout with its gaps open.
    private func frame(for who: Who?, section: Section?, hasCharts: Bool) -> Sheet {
        let isDemo = who.map { if case .demo = $0.kind { true } else { false } } ?? false
        let key = FrameKey(role: who?.role, section: section, isDemo: isDemo, hasCharts: hasCharts)
        if let frame = frames.withLock({ $0[key] }) { return frame }
        let frame = Sheet(
            layout(for: who, section: section, hasCharts: hasCharts, title: Sheet.Gap.title.mark, body: Sheet.Gap.body.mark))
        frames.withLock { $0[key] = frame }
        return frame
    }

    /// The whole page with only the visitor's gaps open.
    ///
    /// - Parameters:
    ///   - title: HTML.
    ///   - body: HTML.
    func layout(for who: Who?, section: Section?, hasCharts: Bool, title: String, body: String) -> String {
        templates.render(.layout, Layout.view(self, who: who, section: section, hasCharts: hasCharts, title: title, body: body))
    }
}
