import Domain

/// What a webhook is told: docs/delivery.md is its catalogue, and a change that could break a receiver gets another version.
enum WebhookEvent {
    static func type(of kind: String, rule: String) -> String {
        switch kind {
        case "fired", "resolved", "repeated", "escalated": "alert.\(kind).v1"
        case "digest": "digest.weekly.v1"
        case "check": "check.daily.v1"
        case "report": ReportKind.allCases.first { $0.rule == rule }.map { "report.\($0.rawValue).v1" } ?? "message.report.v1"
        case "test": "delivery.test.v1"
        default: "message.\(kind).v1"
        }
    }

    static func json(_ message: OutgoingMessage, links: MessageLinks, now: Moment) -> JSON {
        let content = message.content
        return .object([
            "type": .string(type(of: message.kind, rule: message.rule)),
            "timestamp": .from(message.createdAt),
            "data": .object([
                "id": .string(message.idText),
                "rule": .string(message.rule),
                "route": .from(message.route),
                "severity": .string(content.severity),
                "alerts": .array(message.alerts.map { .integer($0) }),
                "title": .string(content.title),
                "summary": .string(content.summary),
                "facts": .array(content.facts.map { .object(["name": .string($0.name), "value": .string($0.value)]) }),
                "sections": .array(content.sections.map { section($0, links) }),
                "unlisted": .integer(Int64(content.allUnlisted)),
                "url": .from(links.url(content.path)),
                "acknowledge_url": .from(links.acknowledgement(of: content, now: now)),
            ]),
        ])
    }

    private static func section(_ section: MessageContent.Section, _ links: MessageLinks) -> JSON {
        .object([
            "heading": .string(section.heading),
            "paragraphs": .array(section.paragraphs.map { .string($0) }),
            "items": .array(
                section.items.map { item in
                    .object(["title": .string(item.title), "detail": .string(item.detail), "url": .from(links.url(item.path))])
                }),
            "unlisted": .integer(Int64(section.unlisted)),
        ])
    }
}
