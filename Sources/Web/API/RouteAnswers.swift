import Access
import Alerting
import Delivery
import Domain
import Foundation
import Hummingbird

/// Routes as JSON: who is told of what, changed and tried by programs.
struct RouteAnswers {
    let source: any RouteSource

    init(_ source: any RouteSource) { self.source = source }

    var table: [APIRoute] {
        [
            APIRoute(
                "/api/v1/routes", id: "listRoutes", .routes, "Who is told of what",
                "Those of one rule together. Whoever knows a webhook's address can write to it, so routes are for those who manage them.",
                rights: [.manageAlerts], parameters: [], schema: "Routes",
                links: ["getRoute", "testRoute"].map { APIRoute.Link(operation: $0, parameter: "id", place: "/routes/0/route_id") }
            ) { _ in JSON.object(["routes": .array(try await source.routes().map(\.json))]).answer },
            APIRoute(
                "/api/v1/routes/{id}", id: "getRoute", .routes, "One route", "As it is set, and where it leads now.",
                rights: [.manageAlerts],
                parameters: [Self.id], schema: "Route", problems: [.notFound]
            ) { request in try await standing(request).json.answer },
            APIRoute(
                "/api/v1/routes/{id}", by: .put, id: "setRoute", .routes, "Sets a route, or makes one",
                """
                The whole route: what is not said is not restricted, not repeated, not asked for an answer. The same again changes nothing and is not \
                recorded.
                """,
                rights: [.manageAlerts], parameters: [Self.id], body: Self.members, schema: "Route",
                problems: [.conflict, .contentTooLarge, .unsupportedMediaType]
            ) { request in
                do {
                    _ = try await source.setRoute(
                        request.text("id") ?? "", Self.edit(request.body), by: request.who.actor, why: request.body["why"], now: request.now
                    )
                } catch let error as AlertError {
                    throw APIFault.refused(error)
                }
                return try await standing(request).json.answer
            },
            APIRoute(
                "/api/v1/routes/{id}", by: .delete, id: "resetRoute", .routes, "Makes a route what it is by default",
                "One that somebody added is removed: then `route` is null.", rights: [.manageAlerts],
                parameters: [
                    Self.id, APIParameter("why", .text(longest: 500), "Why, for the record.", example: "back to the usual channel"),
                ],
                schema: "RouteReset", problems: [.notFound]
            ) { request in
                let id = request.text("id") ?? ""
                do {
                    let left = try await source.resetRoute(id, by: request.who.actor, why: request.text("why"), now: request.now)
                    let route = left == nil ? JSON.null : try await standing(request).json
                    return JSON.object(["route_id": .string(id), "route": route]).answer
                } catch AlertError.routeUnknown {
                    throw APIFault.noRoute(id: id)
                }
            },
            APIRoute(
                "/api/v1/routes/{id}/test", by: .post, id: "testRoute", .routes, "Sends a message that says that it is a test",
                "At once and past the outbox. That it did not arrive is the answer, not a problem. A route that is switched off is not found.",
                rights: [.manageAlerts], parameters: [Self.id], schema: "RouteTest", problems: [.notFound]
            ) { request in
                let id = request.text("id") ?? ""
                let actor = request.who.auditActor(address: request.address)
                guard let test = try await source.testRoute(id, by: actor, now: request.now) else { throw APIFault.noRoute(id: id) }
                return JSON.object([
                    "route_id": .string(id), "channel": .string(test.channel), "target": .string(TargetText.shown(test.target)),
                    "outcome": .string(test.outcome), "answer": .string(TargetText.masked(test.answer, test.target)),
                ]).answer
            },
        ]
    }

    /// - Throws: ``APIFault/noRoute(id:)``.
    private func standing(_ request: APIRequest) async throws -> RouteStanding {
        let id = request.text("id") ?? ""
        guard let standing = try await source.routes().first(where: { $0.route.id == id }) else { throw APIFault.noRoute(id: id) }
        return standing
    }

    /// The whole of a route: what is not there is set to nothing.
    private static func edit(_ body: [String: String]) -> RouteEdit {
        var edit = RouteEdit()
        edit.rule = body["rule"].flatMap(AlertRule.init)
        edit.severity = .some(body["severity"].flatMap(AlertSeverity.init))
        edit.segment = .some(body["segment"].flatMap(Segment.init(word:)))
        edit.purpose = body["purpose"].flatMap(Route.Purpose.init) ?? .alert
        edit.channel = body["channel"].flatMap(Route.Channel.init)
        edit.target = body["target"]
        edit.answerWithin = .some(body["answer_within"])
        edit.repeatHours = .some(body["repeat_hours"].flatMap { Decimal(string: $0) })
        edit.isEnabled = body["enabled"] != "false"
        return edit
    }

    // MARK: Shapes

    private static let id = APIParameter("id", in: .path, .name(longest: 60), "The route's name.", example: "critical")

    private static let members = [
        APIBodyMember("rule", "Which alerts.", .choice(AlertRule.allCases.map(\.rawValue))),
        APIBodyMember("channel", "How it is told.", .choice(Route.Channel.allCases.map(\.rawValue))),
        APIBodyMember("target", "`#channel` or `@name`, addresses, a URL, or `parameter:NAME`.", longest: 500),
        APIBodyMember("severity", "Only alerts of this one.", .choice(AlertSeverity.allCases.map(\.rawValue)), isRequired: false),
        APIBodyMember(
            "segment", "Only customers of this one.", .choice(Segment.allCases.map { $0.rawValue.lowercased() }), isRequired: false),
        APIBodyMember(
            "purpose", "`alert` (without it), or `escalation`: told of what nobody answered in time.",
            .choice(Route.Purpose.allCases.map(\.rawValue)), isRequired: false),
        APIBodyMember("answer_within", "Hours as a text, or `parameter:NAME`.", longest: 100, isRequired: false),
        APIBodyMember("repeat_hours", "After how many hours what still fires is told again.", .hours, isRequired: false),
        APIBodyMember("enabled", "Whether it is used; without it, it is.", .truth, isRequired: false),
        APIBodyMember("why", "Why, for the record.", longest: 500, isRequired: false),
    ]

    static let schemas: [(String, Schema)] = [
        ("Routes", .object(["routes": .list(of: .named("Route"))])), ("Route", route),
        ("RouteReset", .object(["route_id": .text, "route": Schema.named("Route").orNull])),
        (
            "RouteTest",
            .object([
                "route_id": .text, "channel": .text, "target": .text,
                "outcome": Schema.choice(["sent", "retry", "failed"]).described(
                    "`retry`: it did not arrive and may work later; `failed`: it cannot work as it is."),
                "answer": Schema.text.described("What the receiver said, or what went wrong."),
            ])
        ),
    ]

    private static let route = Schema.object([
        "route_id": .text, "rule": .choice(of: AlertRule.self), "severity": Schema.choice(of: AlertSeverity.self).orNull,
        "segment": Schema.choice(of: Segment.self).orNull, "purpose": .choice(of: Route.Purpose.self),
        "channel": .choice(of: Route.Channel.self), "target": .text, "answer_within": Schema.text.orNull,
        "repeat_hours": Schema.number(from: 0).orNull, "enabled": .truth,
        "leads_to": Schema.text.described("The target, with the value of the parameter where it names one."),
        "answer_hours": Schema.number(from: 0).orNull.described("`answer_within` in hours, looked up in the same way."),
    ])
}

extension RouteStanding {
    fileprivate var json: JSON {
        .object([
            "route_id": .string(route.id), "rule": .string(route.rule.rawValue), "severity": .from(route.severity?.rawValue),
            "segment": .from(route.segment?.rawValue), "purpose": .string(route.purpose.rawValue),
            "channel": .string(route.channel.rawValue), "target": .string(route.target), "answer_within": .from(route.answerWithin),
            "repeat_hours": .from(route.repeatHours), "enabled": .bool(route.isEnabled), "leads_to": .string(leadsTo),
            "answer_hours": .from(answerHours),
        ])
    }
}
