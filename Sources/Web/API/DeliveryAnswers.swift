import Access
import Alerting
import Delivery
import Domain
import Foundation
import Hummingbird

/// Messages and their attempts as JSON, and sending again what was given up.
struct DeliveryAnswers {
    let source: any DeliverySource

    init(_ source: any DeliverySource) { self.source = source }

    var table: [APIRoute] {
        [
            APIRoute(
                "/api/v1/deliveries", id: "listDeliveries", .deliveries, "Messages, the newest first",
                "Roles that do not see customers get the messages about the systems only, in the list and in the counts.",
                rights: [.seeSystemAlerts], parameters: Self.listParameters, schema: "DeliveryPage", problems: [.notFound],
                links: ["getDelivery", "retryDelivery"].map {
                    APIRoute.Link(operation: $0, parameter: "id", place: "/deliveries/0/message_id")
                }
            ) { request in
                try await source.deliveries(try Self.query(request.values, who: request.who)).json.answer
            },
            APIRoute(
                "/api/v1/deliveries/{id}", id: "getDelivery", .deliveries, "A message with every attempt to deliver it",
                "Of a webhook's address only the host is shown.", rights: [.seeSystemAlerts], parameters: [Self.id], schema: "Delivery",
                problems: [.notFound]
            ) { try await record($0).json.answer },
            APIRoute(
                "/api/v1/deliveries/{id}/retry", by: .post, id: "retryDelivery", .deliveries, "Sends a message that was given up again",
                "For another 24 hours.", rights: [.manageAlerts], parameters: [Self.id], schema: "Delivery",
                problems: [.notFound, .conflict]
            ) { request in
                let id = try await record(request).delivery.id
                do {
                    try await source.retryDelivery(id, by: request.who.auditActor(address: request.address), now: request.now)
                } catch DeliveryError.notGivenUp {
                    throw APIFault.notGivenUp(id: id.uuidString.lowercased())
                } catch DeliveryError.messageUnknown(let text) {
                    throw APIFault.noDelivery(id: text)
                }
                return try await record(request).json.answer
            },
        ]
    }

    /// - Throws: ``APIFault/noDelivery(id:)``, ``APIFault/notAllowed(role:rights:)``.
    private func record(_ request: APIRequest) async throws -> DeliveryRecord {
        let text = request.text("id") ?? ""
        guard let id = UUID(uuidString: text), let record = try await source.delivery(id) else { throw APIFault.noDelivery(id: text) }
        guard DeliveryReach.covers(record.delivery, request.who.role) else {
            throw APIFault.notAllowed(role: request.who.role, rights: [.seeAlerts])
        }
        return record
    }

    // MARK: Parameters

    /// A word for both states of what was given up.
    static let givenUp = "given_up"

    private static let id = APIParameter(
        "id", in: .path, .uuid, "The message's id.", example: "0f0e0d0c-0b0a-4000-8000-000000000001")

    static let listParameters = [
        APIParameter(
            "state", .choice(MessageState.allCases.map(\.rawValue) + [givenUp]),
            """
            Only those. `undeliverable`: no channel is set up; `failed`: can never work as it is; `dead`: given up after 24 hours; `given_up`: either \
            of the two. Without it: all.
            """, example: "given_up"),
        APIParameter("cursor", .cursor, "`next` of the page before. Without it: the first page.", example: "12"),
        APIParameter("limit", .integer(DeliveryQuery.limits), "How many messages the page has at most.", example: 20, standard: 50),
    ]

    /// - Throws: ``APIFault/badAlertCursor``.
    static func query(_ values: [String: APIValue], who: Who) throws(APIFault) -> DeliveryQuery {
        let before = values.text("cursor").flatMap(AlertNumber.read)
        if values["cursor"] != nil, before == nil { throw .badAlertCursor }
        let states: Set<MessageState> =
            switch values.text("state") {
            case givenUp: [.failed, .dead]
            case let word?: MessageState(rawValue: word).map { [$0] } ?? []
            case nil: []
            }
        return DeliveryQuery(
            states: states, rules: DeliveryReach.rules(of: who.role), before: before, limit: values.integer("limit") ?? 50)
    }

    // MARK: Shapes

    static let schemas: [(String, Schema)] = [
        (
            "DeliveryPage",
            .object([
                "counts": Schema.object(MessageState.allCases.filter { $0 != .sent }.map { ($0.rawValue, .count) })
                    .described("How many there are in each state but `sent`, whatever is listed."),
                "next": Schema.text.orNull.described("The cursor of the next page; null on the last."),
                "deliveries": .list(of: .object(members)),
            ])
        ),
        (
            "Delivery",
            .object(
                members + [
                    (
                        "tries",
                        .list(
                            of: .object([
                                "started_at": .moment, "milliseconds": .count, "outcome": .choice(["sent", "retry", "failed"]),
                                "answer": Schema.text.orNull,
                            ]))
                    )
                ])
        ),
    ]

    private static let members: [(String, Schema)] = [
        ("message_id", .uuid), ("route_id", Schema.text.orNull), ("channel", .text), ("target", .text), ("kind", .text), ("rule", .text),
        ("title", .text), ("state", .choice(of: MessageState.self)), ("created_at", .moment),
        ("next_try_at", Schema.moment.orNull.described("Of one that waits.")), ("attempts", .count), ("sent_at", Schema.moment.orNull),
        ("last_error", Schema.text.orNull),
    ]
}

/// Which messages a role sees: those about the alerts that it sees.
enum DeliveryReach {
    /// The names of rules; nil for all.
    static func rules(of role: Role) -> Set<String>? { AlertReach.rules(of: role).map { Set($0.map(\.rawValue)) } }

    static func covers(_ delivery: Delivery, _ role: Role) -> Bool { rules(of: role)?.contains(delivery.rule) ?? true }
}

extension DeliveryList {
    fileprivate var json: JSON {
        .object([
            "counts": .object(MessageState.allCases.filter { $0 != .sent }.map { JSON.Member($0.rawValue, .from(counts[$0] ?? 0)) }),
            "next": .from(next.map { String($0) }), "deliveries": .array(deliveries.map { .object($0.members) }),
        ])
    }
}

extension DeliveryRecord {
    fileprivate var json: JSON {
        let tries = attempts.map { attempt in
            JSON.object([
                "started_at": .from(attempt.startedAt), "milliseconds": .from(attempt.milliseconds), "outcome": .string(attempt.outcome),
                "answer": .from(attempt.answer.map { TargetText.masked($0, delivery.target) }),
            ])
        }
        return .object(delivery.members + [JSON.Member("tries", .array(tries))])
    }
}

extension Delivery {
    fileprivate var members: [JSON.Member] {
        [
            JSON.Member("message_id", .string(id.uuidString.lowercased())), JSON.Member("route_id", .from(route)),
            JSON.Member("channel", .string(channel)), JSON.Member("target", .string(TargetText.shown(target))),
            JSON.Member("kind", .string(kind)), JSON.Member("rule", .string(rule)), JSON.Member("title", .string(title)),
            JSON.Member("state", .string(state.rawValue)), JSON.Member("created_at", .from(createdAt)),
            JSON.Member("next_try_at", .from(state == .waiting ? nextTryAt : nil)), JSON.Member("attempts", .from(attemptCount)),
            JSON.Member("sent_at", .from(sentAt)), JSON.Member("last_error", .from(lastError.map { TargetText.masked($0, target) })),
        ]
    }
}
