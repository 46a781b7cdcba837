public import Hummingbird

/// All addresses of the server.
public enum WebApplication {
    /// - Throws: ``WebFilesError`` when templates, assets or Chart.js are not there.
    public static func router(_ dependencies: WebDependencies) throws -> Router<MainstayContext> {
        let site = try Site(dependencies)
        let router = Router(context: MainstayContext.self, options: .autoGenerateHeadEndpoints)

        router.add(middleware: SecurityHeaders(isSecure: dependencies.options.isSecure))
        ProbeRoutes.add(to: router, readiness: dependencies.readiness)

        // Outside of the identification too, because that can fail as well.
        router.add(middleware: ErrorPages(site: site))
        if dependencies.gate.isOpen { router.add(middleware: HostCheck()) }
        router.only(.get, at: "assets/:file") { request, context in
            try site.assets.response(context.parameters.require("file"), request)
        }

        router.add(middleware: Identification(dependencies))
        // Inside of it, so that a refusal's page has the visitor's menu.
        router.add(middleware: ErrorPages(site: site))
        SignInRoutes(site: site).add(to: router)
        // Nobody is signed in who follows a link in a message.
        AlertLinkRoutes(site: site).add(to: router)

        // Outside of the guard of forms: the API takes none, and says so itself.
        APIRoutes(site: site).add(to: router)

        router.add(middleware: FormGuard(secrecy: .visitorsOwn, trustsProxy: dependencies.options.trustsProxy))
        HomeRoutes(site: site).add(to: router)
        DashboardRoutes(site: site).add(to: router)
        CustomerRoutes(site: site).add(to: router)
        AlertRoutes(site: site).add(to: router)
        ChannelRoutes(site: site).add(to: router)
        GateRoutes(site: site).add(to: router)
        ReportRoutes(site: site).add(to: router)
        LiveRoutes(site: site).add(to: router)
        return router
    }
}
