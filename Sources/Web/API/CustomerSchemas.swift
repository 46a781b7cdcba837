import CustomerMetrics
import Domain

/// The shapes of customers: of `mainstay customers`, `customer` and `explain`, and of what the API has besides.
enum CustomerSchemas {
    static let all: [(String, Schema)] = [
        ("CustomerPage", page), ("Customer", profile), ("Score", score), ("Ticket", ticket), ("History", history),
        ("Explanation", explanation), ("Cause", cause),
    ]

    private static let status = Schema.choice(of: HealthStatus.self)
    private static let points = Schema.integer(from: 0, to: 100)
    private static let signedPoints = Schema.integer(from: -100, to: 100)

    /// The members that every answer about a customer begins with.
    private static let customer: [(String, Schema)] = [
        ("customer_id", Schema.text.described("The id that the source uses, or the UUID where it has none.")), ("user_id", .uuid),
        ("name", Schema.text.orNull), ("email", Schema.text.orNull), ("segment", .choice(of: Segment.self)),
        ("arr", Schema.number(from: 0).orNull),
    ]

    private static let page = Schema.object([
        "as_of": .moment,
        "total": Schema.count.orNull.described("How many customers fit; null when not all were counted."),
        "total_at_least": Schema.count.described("How many were counted."),
        "next": Schema.text.orNull.described("The cursor of the next page; null on the last."),
        "previous": Schema.text.orNull.described("The cursor of the page before; null on the first."),
        "customers": .list(
            of: .object(
                customer + [
                    ("score", points), ("status", status), ("change_7d", signedPoints.orNull), ("last_activity", Schema.moment.orNull),
                ])),
    ])

    private static let score = Schema.object([
        "total": points, "status": status, "engagement": points, "support": points, "value": points,
        "inputs": .object([
            "last_activity": Schema.moment.orNull, "open_tickets": .count, "adopted_features": .count, "core_feature_adopted": .truth,
        ]),
        "model_version": .count,
    ])

    private static let ticket = Schema.object([
        "ticket": .text, "subject": Schema.text.orNull, "category": Schema.text.orNull, "opened_at": .moment,
        "closed_at": Schema.moment.orNull, "open": .truth,
    ])

    private static let profile = Schema.object(
        [("as_of", .moment)] + customer + [
            ("created_at", .moment), ("renewal_date", Schema.date.orNull),
            ("standing", .object(["active": .truth, "since": Schema.moment.orNull, "status": Schema.text.orNull])),
            ("score", Schema.named("Score").orNull),
            (
                "next_change",
                Schema.object([
                    "at": .moment, "inactive_days": .count, "engagement": points, "total": points, "status": status,
                ]).orNull
            ),
            ("history_30d", .list(of: .object(["at": .moment, "total": points.orNull]))),
            ("events", .list(of: .object(["at": .moment, "type": .text, "feature": Schema.text.orNull]))),
            ("tickets", .list(of: .named("Ticket"))),
            (
                "surveys",
                .list(
                    of: .object([
                        "deployed_at": Schema.moment.orNull, "answered_at": Schema.moment.orNull,
                        "score": Schema.integer(from: 0, to: 10).orNull,
                        "category": Schema.text.orNull, "feedback": Schema.text.orNull,
                    ]))
            ),
            (
                "campaigns",
                .list(
                    of: .object([
                        "campaign_type": .choice(of: CampaignType.self), "sent_at": .moment, "opened_at": Schema.moment.orNull,
                        "clicked_at": Schema.moment.orNull, "responded_at": Schema.moment.orNull, "score_before": points.orNull,
                        "score_after": points.orNull,
                    ]))
            ),
        ])

    private static let history = Schema.object(
        customer + [
            ("from", .moment), ("to", .moment),
            (
                "steps",
                .list(of: .object(["at": .moment, "score": Schema.named("Score").orNull]))
                    .described("How the score stood at `from`, and each change after it; null while the customer was not active.")
            ),
            ("model_changes", .list(of: .object(["at": .moment, "model_version": .count]))),
        ])

    private static let modelChange = Schema.object(["name": .text, "before": .integer(), "after": .integer()])

    private static let explanation = Schema.object(
        customer + [
            ("from", .object(["at": .moment, "score": Schema.named("Score").orNull])),
            ("to", .object(["at": .moment, "score": Schema.named("Score").orNull])),
            ("outcome", .choice(["compared", "began", "ended", "no_score"])),
            ("points", signedPoints), ("behaviour_points", signedPoints), ("model_points", signedPoints),
            (
                "parts",
                .list(
                    of: .object([
                        "component": .choice(of: ScoreComponent.self), "points": signedPoints, "behaviour_points": signedPoints,
                        "model_points": signedPoints, "causes": .list(of: .named("Cause")),
                    ]))
            ),
            ("model_changes", .list(of: modelChange)),
            ("standing_changes", .list(of: .object(["at": .moment, "active": .truth, "status": .text]))),
        ])

    private static let cause: Schema = {
        let band = Schema.choice(["active", "moderate", "low", "inactive"])
        func kind(_ word: String, _ members: [(String, Schema)]) -> Schema { .object([("kind", .choice([word]))] + members) }
        return .oneOf([
            kind(
                "activity",
                [
                    ("last_activity_before", Schema.moment.orNull), ("last_activity_after", Schema.moment.orNull), ("band_before", band),
                    ("band_after", band),
                ]),
            kind("ticket_opened", [("ticket", .named("Ticket"))]),
            kind("ticket_closed", [("ticket", .named("Ticket"))]),
            kind("feature_adopted", [("feature", .text), ("at", .moment), ("core", .truth)]),
            kind("unnamed_features_adopted", [("count", .count)]),
            kind("model_changed", [("parameters", .list(of: modelChange))]),
        ])
    }()
}
