import Access
import Alerting
import Domain
import HTTPTypes
import Hummingbird

/// The links in messages by which an alert is acknowledged without signing in.
///
/// Programs that look at mail follow every link in it, so the address only asks; the form on its page does.
struct AlertLinkRoutes {
    let site: Site

    func add(to router: Router<MainstayContext>) {
        // The secret is in the address already: a page elsewhere does not know it.
        let holders = router.group().add(
            middleware: FormGuard(secrecy: .address, trustsProxy: site.dependencies.options.trustsProxy))
        holders.get("/a/{alert}/{token}", use: ask)
        holders.post("/a/{alert}/{token}", use: acknowledge)
        router.only(.get, .post, at: "/a/{alert}/{token}")
    }

    @Sendable private func ask(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let now = site.now
        return page(try await record(context, now: now), hasJustActed: false, now: now, request, context)
    }

    @Sendable private func acknowledge(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let now = site.now
        let record = try await record(context, now: now)
        // Again, or too late: the page says how things stand.
        guard record.alert.state == .firing else { return page(record, hasJustActed: false, now: now, request, context) }
        do {
            try await site.dependencies.alerts.perform(
                .acknowledge(comment: nil), on: record.alert.id, by: try actor(context, record.alert), now: now)
        } catch AlertError.alertClosed {
            return page(try await self.record(context, now: now), hasJustActed: false, now: now, request, context)
        } catch AlertError.alertUnknown {
            throw Refusal.linkNotOurs
        }
        return page(try await self.record(context, now: now), hasJustActed: true, now: now, request, context)
    }

    /// - Throws: ``Refusal/linkNotOurs``, whatever is wrong with it.
    private func record(_ context: MainstayContext, now: Moment) async throws -> AlertRecord {
        guard let id = context.parameters.get("alert").flatMap(AlertNumber.read), let token = context.parameters.get("token"),
            site.dependencies.links.holds(token, alert: id, now: now), let record = try await site.dependencies.alerts.record(id)
        else { throw Refusal.linkNotOurs }
        return record
    }

    /// Somebody who is signed in does it in their own name, if they may; others are taken at their word.
    private func actor(_ context: MainstayContext, _ alert: Alert) throws(Refusal) -> String {
        if let who = context.who, who.role.may(.acknowledgeAlerts), AlertReach.covers(alert, who.role) { return who.actor }
        let name = try AlertForm.text(context.form?["name"], longest: AlertForm.longestName, called: "The name")
        return "link:" + (name ?? AlertWords.unnamed)
    }

    private func page(
        _ record: AlertRecord, hasJustActed: Bool, now: Moment, _ request: Request, _ context: MainstayContext
    ) -> Response {
        let alert = record.alert
        var view: View = [
            "called": AlertWords.title(alert), "state": AlertWords.badge(alert.state), "severity": AlertWords.badge(alert.severity),
            "clock": AlertWords.clock(alert, now: now),
            "opened": ["iso": alert.openedAt.iso8601, "text": FigureText.moment(alert.openedAt)] as View,
        ]
        if alert.state == .firing {
            view["form"] = ["longestName": AlertForm.longestName] as View
        } else {
            view["outcome"] = ["sentence": outcome(record, hasJustActed: hasJustActed)] as View
        }
        if context.who != nil { view["more"] = ["alertPath": "/alerts/\(alert.id)"] as View }
        let body = site.templates.render(.alertLink, view)
        var response = site.page(title: "Acknowledge an alert", body: body, request, context)
        // The address lets whoever has it act: it is told to nobody and kept by no search engine.
        if let name = HTTPField.Name("X-Robots-Tag") { response.headers[name] = "noindex" }
        return response
    }

    private func outcome(_ record: AlertRecord, hasJustActed: Bool) -> String {
        switch record.alert.state {
        case .acknowledged:
            let move = record.moves.last { $0.move == "acknowledged" }
            let by = move.map { " by \(AlertWords.actor($0.actor)), \(FigureText.moment($0.at))" } ?? ""
            return hasJustActed ? "Acknowledged\(by). Thank you: its clock has stopped." : "It was acknowledged already\(by)."
        case .resolved, .suppressed: return "It is over: nothing needs to be done."
        case .pending, .firing: return "It has not fired, so there is nothing to acknowledge yet."
        }
    }
}
