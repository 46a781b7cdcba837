import Access
import Domain
import Hummingbird

/// Signing in and out, and the demo's switch of roles.
struct SignInRoutes {
    let site: Site

    func add(to router: Router<MainstayContext>) {
        let proxied = site.dependencies.options.trustsProxy
        // Nobody is signed in yet, so this form's secret is in a cookie of its own.
        let visitors = router.group().add(middleware: FormGuard(secrecy: .cookie(name: site.cookies.visitor), trustsProxy: proxied))
        visitors.get("sign-in", use: show)
        visitors.post("sign-in", use: signIn)
        router.only(.get, .post, at: "sign-in")

        let members = router.group().add(middleware: FormGuard(secrecy: .visitorsOwn, trustsProxy: proxied))
        members.post("sign-out", use: signOut)
        router.only(.post, at: "sign-out")
        if site.dependencies.gate.isOpen {
            members.post("demo/role", use: switchRole)
            router.only(.post, at: "demo/role")
        }
    }

    // MARK: Signing in

    @Sendable private func show(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let next = LocalPath(request.uri.queryParameters["next"].map { String($0) })
        if context.who != nil { return site.redirect(to: next.text) }
        return try await form(next: next, message: nil, name: "", status: .ok, request, context)
    }

    @Sendable private func signIn(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let fields = context.form
        let next = LocalPath(fields?["next"])
        let name = fields?["name"] ?? ""
        let outcome = try await site.dependencies.gate.signIn(
            name: name, password: fields?["password"] ?? "", address: context.address,
            replacing: request.cookies[site.cookies.session]?.value, now: site.now)
        switch outcome {
        case .accepted(let session, let expires):
            var response = site.redirect(to: next.text)
            response.setCookie(site.cookies.cookie(site.cookies.session, session, expires: expires))
            response.setCookie(site.cookies.ended(site.cookies.visitor))
            return response
        case .refused:
            return try await form(
                next: next, message: "That name and password do not match.", name: name, status: .unprocessableContent, request, context)
        case .throttled(let until):
            var response = try await form(
                next: next, message: "Too many attempts. Try again after \(FigureText.moment(until)).", name: name,
                status: .tooManyRequests, request, context)
            let seconds = max(1, (until.microseconds - site.now.microseconds) / Moment.microsecondsPerSecond)
            response.headers[.retryAfter] = String(seconds)
            return response
        }
    }

    private func form(
        next: LocalPath, message: String?, name: String, status: HTTPResponse.Status, _ request: Request, _ context: MainstayContext
    ) async throws -> Response {
        // One secret for all windows of a browser: a second window must not end the first one's form.
        let known = request.cookies[site.cookies.visitor]?.value
        let secret = known.flatMap { $0.utf8.count == 64 ? $0 : nil } ?? FormSecret.make()
        var view: View = ["next": next.text, "givenName": name, "visitorSecret": secret]
        if let message { view["message"] = message }
        view["hasUsers"] = try await site.dependencies.gate.hasUsers()
        var response = site.page(
            title: "Sign in", body: site.templates.render(.signIn, view), status: status, request, context)
        response.setCookie(site.cookies.cookie(site.cookies.visitor, secret))
        return response
    }

    // MARK: Signing out

    @Sendable private func signOut(_ request: Request, _ context: MainstayContext) async throws -> Response {
        if let session = request.cookies[site.cookies.session]?.value {
            try await site.dependencies.gate.signOut(session: session, address: context.address, now: site.now)
        }
        var response = site.redirect(to: "/sign-in")
        response.setCookie(site.cookies.ended(site.cookies.session))
        return response
    }

    // MARK: The demo

    @Sendable private func switchRole(_ request: Request, _ context: MainstayContext) async throws -> Response {
        guard let text = context.form?["role"], let role = Role(rawValue: text) else {
            throw Refusal.badRequest(reason: "There is no such role. The roles: \(Role.names).")
        }
        var response = site.redirect(to: "/")
        response.setCookie(site.cookies.cookie(site.cookies.role, role.rawValue))
        return response
    }
}
