import Access
import Domain
import Hummingbird

/// The description of the API for programs (OpenAPI 3.1), made of the table that the routes are registered from.
struct OpenAPIDocument: Sendable {
    static let path = "/api/openapi.json"

    private let routes: [APIRoute]

    init(_ routes: [APIRoute]) { self.routes = routes }

    var json: JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Mainstay", "version": "1",
                "summary": "The health of a company's customers.",
                "description": """
                Figures are defined in docs/metrics.md. Unknown is null, never 0. Send a token as `Authorization: Bearer …`; its role decides \
                what it may see. Every answer has an ETag: send it as If-None-Match to get 304 as long as nothing has changed.
                """,
                "license": ["name": "Apache License 2.0", "identifier": "Apache-2.0"],
            ],
            "servers": .array([["url": "/"]]),
            "security": .array([["token": .array([])], ["session": .array([])]]),
            "tags": .array(APIRoute.Tag.allCases.map { ["name": .string($0.rawValue), "description": .string($0.meaning)] }),
            "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    "token": ["type": "http", "scheme": "bearer", "description": "A token of `mainstay token create`."],
                    "session": [
                        "type": "apiKey", "in": "cookie", "name": "mainstay-session",
                        "description": "The session of the pages; behind TLS the cookie's name begins with `__Host-`.",
                    ],
                ],
                "schemas": .object(Self.schemas.map { JSON.Member($0.0, $0.1.json) }),
                "headers": [
                    "ETag": ["description": "Names this very answer.", "required": true, "schema": Schema.text.json],
                    "CacheControl": ["description": "`private, no-cache`.", "required": true, "schema": Schema.text.json],
                    "WWWAuthenticate": ["description": "How to say who asks.", "required": true, "schema": Schema.text.json],
                ],
                "responses": .object(Self.problems.map { JSON.Member($0.name, $0.json) }),
            ],
        ]
    }

    static let schemas =
        MetricSchemas.all + DashboardSchemas.all + CustomerSchemas.all + AlertSchemas.all + SilenceAnswers.schemas
        + RouteAnswers.schemas + DeliveryAnswers.schemas + GateSchemas.all + ReportSchemas.all + [("Problem", Problem.schema)]

    private var paths: [JSON.Member] {
        let operations = Dictionary(grouping: routes, by: \.path)
        var described: Set<String> = []
        return routes.map(\.path).filter { described.insert($0).inserted }.map { path in
            JSON.Member(
                path, .object((operations[path] ?? []).map { JSON.Member($0.method.rawValue.lowercased(), operation($0)) }))
        } + [JSON.Member(Self.path, ["get": Self.ownOperation])]
    }

    private func operation(_ route: APIRoute) -> JSON {
        let roles = Role.allCases.filter { role in route.rights.contains { role.may($0) } }
        let isRead = route.method == .get
        var operation: [JSON.Member] = [
            JSON.Member("operationId", .string(route.id)),
            JSON.Member("tags", .array([.string(route.tag.rawValue)])),
            JSON.Member("summary", .string(route.summary)),
            JSON.Member("description", .string("\(route.meaning) Open to: \(roles.map(\.rawValue).joined(separator: ", ")).")),
            JSON.Member("parameters", .array(route.parameters.map(\.json) + (isRead ? [Self.ifNoneMatch] : []))),
            JSON.Member(
                "responses",
                .object(
                    (isRead
                        ? [
                            JSON.Member("200", Self.answer(Schema.named(route.schema).json, links: route.links)),
                            JSON.Member("304", Self.unchanged),
                        ]
                        : [JSON.Member("200", Self.outcome(Schema.named(route.schema).json))])
                        + Self.problems.filter { $0.isEverywhere || route.problems.contains($0.status) }.map {
                            JSON.Member("\($0.status.code)", ["$ref": .string("#/components/responses/\($0.name)")])
                        })),
        ]
        if let body = route.body {
            operation.append(
                JSON.Member(
                    "requestBody",
                    [
                        "required": .bool(body.contains(where: \.isRequired)),
                        "content": ["application/json": ["schema": APIBodyMember.schema(body).json]],
                    ]))
        }
        // A session is not enough to change something.
        if !isRead { operation.append(JSON.Member("security", .array([["token": .array([])]]))) }
        return .object(operation)
    }

    /// The document's own address, open to everybody: it tells nothing of any company.
    private static let ownOperation: JSON = [
        "operationId": "getDocument", "summary": "This document", "security": .array([]), "parameters": .array([ifNoneMatch]),
        "responses": ["200": answer(["type": "object"]), "304": unchanged],
    ]

    private static let ifNoneMatch: JSON = [
        "name": "If-None-Match", "in": "header", "required": false,
        "description": "The ETag of an answer that is still there; 304 says that it holds.", "schema": Schema.text.json,
    ]

    private static let tagged: JSON = [
        "ETag": ["$ref": "#/components/headers/ETag"], "Cache-Control": ["$ref": "#/components/headers/CacheControl"],
    ]

    private static func answer(_ schema: JSON, links: [APIRoute.Link] = []) -> JSON {
        let members: [JSON.Member] = [
            JSON.Member("description", "The answer."), JSON.Member("headers", tagged),
            JSON.Member("content", ["application/json": ["schema": schema]]),
        ]
        guard !links.isEmpty else { return .object(members) }
        let described = links.map { link in
            JSON.Member(
                link.operation,
                [
                    "operationId": .string(link.operation),
                    "parameters": .object([JSON.Member(link.parameter, .string("$response.body#" + link.place))]),
                ])
        }
        return .object(members + [JSON.Member("links", .object(described))])
    }

    /// Of what changed something: kept by nobody, so without a tag.
    private static func outcome(_ schema: JSON) -> JSON {
        ["description": "How it stands now.", "content": ["application/json": ["schema": schema]]]
    }

    private static let unchanged: JSON = ["description": "The answer of that ETag still holds.", "headers": tagged]

    private struct ProblemAnswer {
        let status: HTTPResponse.Status
        let name: String
        let meaning: String
        let isEverywhere: Bool

        var json: JSON {
            let content: JSON = [Problem.contentType: ["schema": Schema.named("Problem").json]]
            guard status == .unauthorized else { return ["description": .string(meaning), "content": content] }
            return [
                "description": .string(meaning), "headers": ["WWW-Authenticate": ["$ref": "#/components/headers/WWWAuthenticate"]],
                "content": content,
            ]
        }
    }

    private static let problems = [
        ProblemAnswer(
            status: .badRequest, name: "BadRequest",
            meaning: "A parameter is wrong, unknown or given twice; the detail says how to write it.",
            isEverywhere: true),
        ProblemAnswer(
            status: .unauthorized, name: "Unauthorized", meaning: "No token and no session, or one that does not hold.", isEverywhere: true),
        ProblemAnswer(
            status: .forbidden, name: "Forbidden", meaning: "The role may not see this; the detail says who may.", isEverywhere: true),
        ProblemAnswer(
            status: .notFound, name: "NotFound",
            meaning: "There is no such customer, snapshot, alert, silence, route, message or page of a list.",
            isEverywhere: false),
        ProblemAnswer(
            status: .methodNotAllowed, name: "MethodNotAllowed", meaning: "The address answers another method only, which `Allow` names.",
            isEverywhere: true),
        ProblemAnswer(
            status: .requestTimeout, name: "TooSlow", meaning: "What was sent along did not arrive in time.", isEverywhere: false),
        ProblemAnswer(
            status: .conflict, name: "Conflict",
            meaning: """
                Several customers have this id at the source, and the detail has their UUIDs; or what was asked does not go with what there is: \
                an alert that is closed, a message that was not given up, a target that the channel cannot have.
                """,
            isEverywhere: false),
        ProblemAnswer(
            status: .contentTooLarge, name: "TooLarge", meaning: "What was sent along is too long.", isEverywhere: false),
        ProblemAnswer(
            status: .unsupportedMediaType, name: "NotJSON", meaning: "What was sent along is no JSON object.", isEverywhere: false),
        ProblemAnswer(
            status: .internalServerError, name: "Failed", meaning: "Something went wrong inside; the server's log has it.",
            isEverywhere: true),
        ProblemAnswer(
            status: .serviceUnavailable, name: "Away", meaning: "The database cannot be reached for now; ask again after `Retry-After`.",
            isEverywhere: true),
    ]
}
