import Access
import Alerting
import Domain
import Hummingbird

/// Silences as JSON, and those that programs make.
struct SilenceAnswers {
    let source: any AlertSource

    init(_ source: any AlertSource) { self.source = source }

    var table: [APIRoute] {
        [
            APIRoute(
                "/api/v1/silences", id: "listSilences", .silences, "What is kept quiet",
                "The one that ends first comes first; of `all`, the newest.",
                rights: [.seeAlerts],
                parameters: [
                    APIParameter(
                        "state", .choice(["holding", "all"]), "Those that hold now, or the newest 100 as well.", example: "all",
                        standard: "holding")
                ], schema: "Silences"
            ) { request in
                let all = request.text("state") == "all"
                let silences = all ? try await source.newestSilences() : try await source.silences(now: request.now)
                return JSON.object(["as_of": .from(request.now), "silences": .array(silences.map { $0.json(asOf: request.now) })]).answer
            },
            APIRoute(
                "/api/v1/silences", by: .post, id: "addSilence", .silences, "Keeps something quiet until a moment",
                """
                A rule, a segment, a customer, or what is given together; one of the three is needed. What it holds back stays open, and is told when \
                the silence ends and it still holds.
                """,
                rights: [.manageAlerts], parameters: [], body: Self.members, schema: "Silence",
                problems: [.conflict, .contentTooLarge, .unsupportedMediaType]
            ) { request in
                let wish = SilenceWish(
                    rule: request.body["rule"].flatMap(AlertRule.init), segment: request.body["segment"].flatMap(Segment.init(word:)),
                    customer: request.body["customer"], until: try Self.until(request), why: request.body["why"] ?? "")
                do {
                    return try await source.silence(wish, by: request.who.actor, now: request.now).json(asOf: request.now).answer
                } catch let error as AlertError {
                    throw APIFault.refused(error)
                }
            },
            APIRoute(
                "/api/v1/silences/{id}/end", by: .post, id: "endSilence", .silences, "Ends a silence before its time",
                "What it kept quiet is looked at again. One that is over stays as it is.", rights: [.manageAlerts],
                parameters: [APIParameter("id", in: .path, .text(longest: 18), "The silence's number.", example: "3")], schema: "Silence",
                problems: [.notFound]
            ) { request in
                let text = request.text("id") ?? ""
                guard let id = AlertNumber.read(text) else { throw APIFault.noSilence(id: text) }
                do {
                    return try await source.endSilence(id, by: request.who.actor, now: request.now).json(asOf: request.now).answer
                } catch AlertError.silenceUnknown {
                    throw APIFault.noSilence(id: text)
                }
            },
        ]
    }

    private static func until(_ request: APIRequest) throws(APIFault) -> Moment {
        guard let until = request.body["until"].flatMap(APIParameter.moment) else { throw .badMember(name: "until", fix: "it is missing") }
        return until
    }

    private static let members = [
        APIBodyMember("rule", "Only of this rule.", .choice(AlertRule.allCases.map(\.rawValue)), isRequired: false),
        APIBodyMember(
            "segment", "Only of customers of this segment.", .choice(Segment.allCases.map { $0.rawValue.lowercased() }), isRequired: false),
        APIBodyMember("customer", "Only of this customer: the id that the source uses, or the UUID.", longest: 200, isRequired: false),
        APIBodyMember("until", "Until when it holds.", .moment), APIBodyMember("why", "Why: others will wonder.", longest: 500),
    ]

    // MARK: Shapes

    static let schemas: [(String, Schema)] = [
        ("Silences", .object(["as_of": .moment, "silences": .list(of: .named("Silence"))])), ("Silence", silence),
    ]

    private static let silence = Schema.object([
        "silence_id": .count, "rule": Schema.choice(of: AlertRule.self).orNull,
        "segment": Schema.choice(of: Segment.self).orNull, "customer_id": Schema.text.orNull, "since": .moment, "until": .moment,
        "made_by": .text, "why": .text, "ended_at": Schema.moment.orNull.described("Before its time; null when nobody ended it."),
        "ended_by": Schema.text.orNull, "holds": Schema.truth.described("Whether it keeps anything quiet now."),
    ])
}

extension Silence {
    fileprivate func json(asOf: Moment) -> JSON {
        .object([
            "silence_id": .integer(id), "rule": .from(rule?.rawValue), "segment": .from(segment?.rawValue),
            "customer_id": .from(customer?.shown), "since": .from(since), "until": .from(until), "made_by": .string(madeBy),
            "why": .string(why), "ended_at": .from(endedAt), "ended_by": .from(endedBy), "holds": .bool(holds(at: asOf)),
        ])
    }
}
