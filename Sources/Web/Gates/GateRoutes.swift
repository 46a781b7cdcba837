import Access
import Domain
import Gates
import Hummingbird

/// The page of the exit gates, and the forms that change the baseline.
struct GateRoutes {
    let site: Site

    private static let longestReason = 500

    func add(to router: Router<MainstayContext>) {
        router.only(.get, at: "/gates", use: page)
        router.only(.post, at: "/gates/baseline", use: setBaseline)
        router.only(.post, at: "/gates/baseline/reset", use: resetBaseline)
    }

    @Sendable private func page(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.seeGates, context)
        let now = site.now
        let asked = try asOf(request)
        let story = try await site.dependencies.gates.gates(asOf: asked ?? now)
        let body = site.templates.render(.gates, GatesView.view(story, isPast: asked != nil, who: who, now: now))
        return site.page(title: "Exit gates", section: .gates, body: body, request, context)
    }

    /// - Returns: nil for now.
    /// - Throws: ``Refusal/badRequest(reason:)``.
    private func asOf(_ request: Request) throws(Refusal) -> Moment? {
        guard let text = QueryParameters(request.uri.query)["as_of"], !text.isEmpty else { return nil }
        do throws(APIFault) {
            return if case .moment(let moment) = try APIParameter.asOf.read(text) { moment } else { nil }
        } catch {
            throw .badRequest(reason: error.detail)
        }
    }

    @Sendable private func setBaseline(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.changeBaseline, context)
        let why = try reason(context)
        try await refusing {
            try await site.dependencies.gates.setBaseline(
                try BaselineRate(context.form?["rate"] ?? ""), why: why, by: who.auditActor(address: context.address), now: site.now)
        }
        return site.redirect(to: "/gates#baseline")
    }

    @Sendable private func resetBaseline(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.changeBaseline, context)
        let why = try reason(context)
        try await refusing {
            try await site.dependencies.gates.resetBaseline(why: why, by: who.auditActor(address: context.address), now: site.now)
        }
        return site.redirect(to: "/gates#baseline")
    }

    /// - Throws: ``Refusal/badRequest(reason:)``.
    private func reason(_ context: MainstayContext) throws(Refusal) -> String {
        guard let reason = try AlertForm.text(context.form?["why"], longest: Self.longestReason, called: "The reason") else {
            throw .badRequest(reason: "Say why: the reason is kept with the baseline.")
        }
        return reason
    }

    private func refusing(_ change: () async throws -> Void) async throws {
        do {
            try await change()
        } catch let error as BaselineError {
            throw Refusal.badRequest(reason: "\(error.problem.prefix(1).uppercased())\(error.problem.dropFirst()): \(error.fix).")
        }
    }
}
