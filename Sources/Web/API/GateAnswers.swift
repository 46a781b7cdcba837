import Access
import Domain
import Gates
import Hummingbird

/// The exit gates as JSON.
enum GateAnswers {
    static func table(_ source: any GateSource) -> [APIRoute] {
        [
            APIRoute(
                "/api/v1/gates", id: "getGates", .gates, "May the programme move on?",
                """
                The three exit gates with their checks, each with value, target, evidence and what is needed to pass; and, from the daily records, \
                when they turned. Unknown is not passed.
                """,
                rights: [.seeGates], parameters: [.asOf], schema: "Gates"
            ) { request in
                let story = try await source.gates(asOf: request.moment("as_of") ?? request.now)
                return story.gates.json(with: story.history).answer
            }
        ]
    }
}

/// The shapes of the exit gates.
enum GateSchemas {
    static let all: [(String, Schema)] = [("Gates", gates)]

    private static let state = Schema.choice(of: GateState.self)

    private static let check = Schema.object([
        "check": .choice(of: CheckName.self), "title": .text, "state": state, "value": Schema.number.orNull,
        "value_text": Schema.text.described("The value as people read it."),
        "target": Schema.number.orNull, "target_text": .text,
        "found": Schema.text.described("What was found, in words."),
        "needed": Schema.text.orNull.described("What would make it pass; null of one that passes."),
        "evidence": Schema.list(of: .anyObject).described("The rows behind it."),
        "page": Schema.text.described("The panel that shows the same facts, for those who see its dashboard."),
        "command": .text,
        "caveat": Schema.text.orNull.described("What cannot be known of the past."),
    ])

    private static let entry = Schema.object([
        "day": .date, "gate": .choice(of: Gate.self),
        "before": state.orNull.described("Of the record before; null in the first."),
        "state": state,
        "checks": Schema.list(
            of: .object([
                "check": .choice(of: CheckName.self), "before": state.orNull, "state": state, "value": Schema.number.orNull,
                "found": .text,
            ])
        ).described("Those that turned."),
    ])

    private static let gates = Schema.object([
        "as_of": .moment, "state": state,
        "gates": .list(
            of: .object(["gate": .choice(of: Gate.self), "title": .text, "state": state, "checks": .list(of: check)])),
        "history": .object([
            "days": Schema.count.described("How many have a record."), "first_day": Schema.date.orNull, "newest_day": Schema.date.orNull,
            "entries": .list(of: entry),
        ]),
    ])
}
