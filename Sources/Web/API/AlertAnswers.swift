import Access
import Alerting
import Domain
import Hummingbird

/// Alerts as JSON, and what programs do with them.
struct AlertAnswers {
    let source: any AlertSource

    init(_ source: any AlertSource) { self.source = source }

    var table: [APIRoute] {
        [
            APIRoute(
                "/api/v1/alerts", id: "listAlerts", .alerts, "Alerts, the open ones unless others are asked for",
                """
                Pages follow one another by `next`; repeat filters and order with it. Roles that do not see customers get the alerts about the \
                systems only, in the list and in the counts.
                """,
                rights: [.seeSystemAlerts], parameters: Self.listParameters, schema: "AlertPage", problems: [.notFound]
            ) { request in
                try await source.list(try Self.query(request.values, who: request.who, now: request.now)).json(asOf: request.now).answer
            },
            APIRoute(
                "/api/v1/alerts/{id}", id: "getAlert", .alerts, "An alert with all that happened to it",
                "The figures that raised it, every move, every message and every attempt to deliver one.", rights: [.seeSystemAlerts],
                parameters: [Self.id], schema: "AlertRecord", problems: [.notFound]
            ) { try await record($0).json.answer },
            act(
                "acknowledge", "Says that somebody has it in hand", "The clock of its answer stops. Said twice it changes nothing.",
                rights: [.acknowledgeAlerts], [Self.comment(isRequired: false)]
            ) { .acknowledge(comment: $0["comment"]) },
            act(
                "assign", "Puts it into somebody's hands", "By their name, whoever that is.", rights: [.manageAlerts],
                [
                    APIBodyMember("assignee", "Whose it is from now on.", longest: AlertForm.longestName),
                    Self.comment(isRequired: false),
                ]
            ) { .assign(to: $0["assignee"] ?? "", comment: $0["comment"]) },
            act(
                "comment", "Adds a comment", "It stands in the history of the alert.", rights: [.acknowledgeAlerts],
                [Self.comment(isRequired: true)]
            ) { .comment($0["comment"] ?? "") },
            act(
                "resolve", "Closes it", "Those who were told that it fired are told that it is over.", rights: [.manageAlerts],
                [APIBodyMember("reason", "Why it is over.", longest: AlertForm.longestComment)]
            ) { .resolve(reason: $0["reason"] ?? "") },
            APIRoute(
                "/api/v1/alerts/evaluate", by: .post, id: "evaluateAlerts", .alerts, "Looks at all rules now",
                """
                The server does so by itself, within a second of what changes; this is for those who do not want to wait. The messages that are \
                due are put into the outbox.
                """,
                rights: [.manageAlerts], parameters: [], schema: "AlertEvaluation"
            ) { request in try await source.evaluate(now: request.now).json(asOf: request.now).answer },
        ]
    }

    private func act(
        _ name: String, _ summary: String, _ meaning: String, rights: [Right], _ body: [APIBodyMember],
        _ make: @escaping @Sendable ([String: String]) -> AlertAct
    ) -> APIRoute {
        APIRoute(
            "/api/v1/alerts/{id}/\(name)", by: .post, id: "\(name)Alert", .alerts, summary, meaning, rights: rights, parameters: [Self.id],
            body: body, schema: "AlertRecord", problems: [.notFound, .conflict, .contentTooLarge, .unsupportedMediaType]
        ) { request in
            let id = try await record(request).alert.id
            do {
                try await source.perform(make(request.body), on: id, by: request.who.actor, now: request.now)
            } catch AlertError.alertClosed {
                throw APIFault.alertClosed(id: id)
            } catch AlertError.alertUnknown {
                throw APIFault.noAlert(id: String(id))
            }
            return try await record(request).json.answer
        }
    }

    /// - Throws: ``APIFault/noAlert(id:)``, ``APIFault/notAllowed(role:rights:)``.
    private func record(_ request: APIRequest) async throws -> AlertRecord {
        let text = request.text("id") ?? ""
        guard let id = AlertNumber.read(text), let record = try await source.record(id) else { throw APIFault.noAlert(id: text) }
        guard AlertReach.covers(record.alert, request.who.role) else {
            throw APIFault.notAllowed(role: request.who.role, rights: [.seeAlerts])
        }
        return record
    }

    // MARK: Parameters

    /// Words for several states.
    static let open = "open"
    static let all = "all"

    private static let id = APIParameter("id", in: .path, .text(longest: 18), "The alert's number.", example: "12")

    private static func comment(isRequired: Bool) -> APIBodyMember {
        APIBodyMember("comment", "What was done, what came of it.", longest: AlertForm.longestComment, isRequired: isRequired)
    }

    static let listParameters = [
        APIParameter(
            "state", .choice([open] + AlertState.allCases.map(\.rawValue) + [all]),
            "Only those; `open` are pending, firing and acknowledged ones.", example: "firing", standard: "open"),
        APIParameter(
            "rule", .choice(AlertRule.allCases.map(\.rawValue)), "Only of this rule. Without it: of all.", example: "critical_customer"),
        APIParameter(
            "segment", .choice(Segment.allCases.map { $0.rawValue.lowercased() }), "Only of customers of this segment. Without it: all.",
            example: "enterprise"),
        APIParameter("customer", .text(longest: 200), "Only of this customer: the id that the source uses, or the UUID.", example: "acme"),
        APIParameter("overdue", .choice(["true"]), "Only those whose answer is late. Without it: all.", example: "true"),
        APIParameter("assignee", .text(longest: 80), "Only those in this person's hands.", example: "anna@example.com"),
        APIParameter(
            "sort", .choice(AlertList.Order.allCases.map(\.rawValue)),
            "`severity`: the most severe first, of equal ones the oldest; `arr`: the highest revenue first; `age`: the newest first.",
            example: "arr", standard: "severity"),
        APIParameter("cursor", .cursor, "`next` of the page before. Without it: the first page.", example: "12"),
        APIParameter("limit", .integer(AlertQuery.limits), "How many alerts the page has at most.", example: 20, standard: 50),
    ]

    /// - Parameter now: when an answer is late.
    /// - Throws: ``APIFault/badAlertCursor``.
    static func query(_ values: [String: APIValue], who: Who, now: Moment) throws(APIFault) -> AlertQuery {
        let states: Set<AlertState> =
            switch values.text("state") ?? open {
            case open: AlertFilter.open.states
            case all: []
            case let word: AlertState(rawValue: word).map { [$0] } ?? []
            }
        var rules = AlertReach.rules(of: who.role)
        if let rule = values.text("rule").flatMap(AlertRule.init) { rules = Set([rule]).intersection(rules ?? [rule]) }
        let after = values.text("cursor").flatMap(AlertNumber.read)
        if values["cursor"] != nil, after == nil { throw .badAlertCursor }
        return AlertQuery(
            filter: AlertFilter(
                states: states, rules: rules, segment: values.text("segment").flatMap(Segment.init(word:)),
                customer: values.text("customer"), assignee: values.text("assignee"),
                overdueAt: values["overdue"] == nil ? nil : now),
            order: values.text("sort").flatMap(AlertList.Order.init) ?? .severity, after: after, limit: values.integer("limit") ?? 50)
    }
}
