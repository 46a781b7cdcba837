import Access
import Alerting
import Domain
import Hummingbird

/// The list of alerts, the page of each, and what people do with them there.
struct AlertRoutes {
    let site: Site

    private var source: any AlertSource { site.dependencies.alerts }

    func add(to router: Router<MainstayContext>) {
        router.only(.get, at: "/alerts", use: list)
        router.only(.post, at: "/alerts/silences", use: silence)
        router.only(.post, at: "/alerts/silences/{id}/end", use: endSilence)
        router.only(.get, at: "/alerts/{id}", use: page)
        router.only(.post, at: "/alerts/{id}/{act}", use: perform)
    }

    // MARK: Reading

    @Sendable private func list(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.seeSystemAlerts, context)
        let now = site.now
        let asked = try AlertListRequest(request, who: who, now: now)
        let page = try await source.list(asked.query)
        // A silence may name a customer.
        let silences = who.role.may(.seeAlerts) ? try await source.silences(now: now) : []
        let body = site.templates.render(.alerts, AlertListView.view(page, asked, silences: silences, who: who, now: now))
        return site.page(title: "Alerts", section: .alerts, body: body, request, context)
    }

    @Sendable private func page(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.seeSystemAlerts, context)
        let now = site.now
        let record = try await record(context, who)
        let body = site.templates.render(.alert, AlertView.view(record, who: who, now: now))
        return site.page(title: AlertWords.title(record.alert), section: .alerts, body: body, request, context)
    }

    /// - Throws: ``Refusal/notFound``, ``Refusal/notAllowed(_:)``.
    private func record(_ context: MainstayContext, _ who: Who) async throws -> AlertRecord {
        guard let id = Self.number(context), let record = try await source.record(id) else { throw Refusal.notFound }
        guard AlertReach.covers(record.alert, who.role) else { throw Refusal.notAllowed(.seeAlerts) }
        return record
    }

    /// The alert's number in the address.
    private static func number(_ context: MainstayContext) -> Int64? { context.parameters.get("id").flatMap(AlertNumber.read) }

    // MARK: Acting

    @Sendable private func perform(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.seeSystemAlerts, context)
        guard let act = try AlertForm.act(context.parameters.get("act") ?? "", context.form ?? Form(urlEncoded: "")) else {
            throw Refusal.notFound
        }
        _ = try site.require(AlertReach.right(for: act), context)
        let id = try await record(context, who).alert.id
        do {
            try await source.perform(act, on: id, by: who.actor, now: site.now)
        } catch let error as AlertError {
            throw Refusal(error)
        }
        return site.redirect(to: "/alerts/\(id)")
    }

    @Sendable private func silence(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.manageAlerts, context)
        let form = context.form ?? Form(urlEncoded: "")
        do {
            try await source.silence(try SilenceForm.wish(form, now: site.now), by: who.actor, now: site.now)
        } catch let error as AlertError {
            throw Refusal(error)
        }
        let next = LocalPath(form["next"]).text
        return site.redirect(to: next == "/" ? "/alerts#silences" : next)
    }

    @Sendable private func endSilence(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.manageAlerts, context)
        guard let id = Self.number(context) else { throw Refusal.notFound }
        do {
            try await source.endSilence(id, by: who.actor, now: site.now)
        } catch let error as AlertError {
            throw Refusal(error)
        }
        return site.redirect(to: "/alerts#silences")
    }
}

/// Numbers of alerts as addresses have them.
enum AlertNumber {
    static func read(_ text: some StringProtocol) -> Int64? {
        text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && text.utf8.count <= 18 ? Int64(text) : nil
    }
}

extension Refusal {
    init(_ error: AlertError) {
        switch error {
        case .alertUnknown, .silenceUnknown: self = .notFound
        case .alertClosed(let id, _): self = .alertClosed(id)
        case .silenceTooWide:
            self = .badRequest(reason: "Choose a rule, a segment or a customer: \(error.problem).")
        default:
            let problem = error.problem
            self = .badRequest(reason: problem.prefix(1).uppercased() + problem.dropFirst() + ".")
        }
    }
}
