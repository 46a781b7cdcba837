import Domain

/// A message in Slack's Block Kit, within Slack's limits, with a plain text for notifications and screen readers.
struct SlackMessage {
    private static let most = (blocks: 50, section: 3_000, fields: 10, title: 150)

    let text: String
    let blocks: [JSON]

    /// - Parameter addressee: named below the message where a webhook for all brings it somewhere else; nil otherwise.
    init(_ message: OutgoingMessage, links: MessageLinks, addressee: String?, now: Moment) {
        let content = message.content
        let url = links.url(content.path)
        text = SlackText.line("\(content.title): \(content.summary)")
        var blocks: [JSON] = [
            .object(["type": "header", "text": Self.plain("\(Self.sign(content.severity, message.kind)) \(content.title)")])
        ]
        if !content.summary.isEmpty { blocks.append(Self.section(SlackText.line(content.summary, limit: Self.most.section))) }
        if !content.facts.isEmpty {
            let fields = content.facts.prefix(Self.most.fields).map { fact in
                Self.markdown("*\(SlackText.line(fact.name, limit: 200))*\n\(SlackText.line(fact.value, limit: 1_700))")
            }
            blocks.append(.object(["type": "section", "fields": .array(fields)]))
        }
        var closing: [JSON] = []
        let buttons = [
            url.map { Self.button("Open", $0) }, links.acknowledgement(of: content, now: now).map { Self.button("Acknowledge", $0) },
        ].compactMap(\.self)
        if !buttons.isEmpty { closing.append(.object(["type": "actions", "elements": .array(buttons)])) }
        closing.append(Self.context(message, addressee))
        // One is kept for the words about what did not fit.
        let room = Self.most.blocks - blocks.count - closing.count - 1
        let (body, left) = Self.body(content, links, room: room)
        blocks += body
        if left > 0 { blocks.append(Self.section(SlackText.link(url, "… and \(left) more"))) }
        self.blocks = blocks + closing
    }

    /// - Returns: the blocks, and how many things did not fit into them.
    private static func body(_ content: MessageContent, _ links: MessageLinks, room: Int) -> (blocks: [JSON], left: Int) {
        var blocks: [String] = []
        var left = content.unlisted
        for section in content.sections {
            var lines = section.heading.isEmpty ? [] : ["*\(SlackText.line(section.heading, limit: 300))*"]
            lines += section.paragraphs.map { SlackText.line($0, limit: 2_900) }
            let items = section.items.map { item in
                "• \(SlackText.link(links.url(item.path), item.title))"
                    + (item.detail.isEmpty ? "" : " – \(SlackText.line(item.detail, limit: 1_000))")
            }
            let rest = section.unlisted > 0 ? ["… and \(section.unlisted) more"] : []
            var (isFirst, isWhole) = (true, true)
            for (index, line) in (lines + items + rest).enumerated() {
                let isRest = index >= lines.count + items.count
                // The words about what is not listed stand where the list ends, or with those about what did not fit.
                guard isWhole || !isRest else {
                    left += section.unlisted
                    continue
                }
                if !isFirst, let last = blocks.last, last.utf16.count + line.utf16.count + 1 <= most.section {
                    blocks[blocks.count - 1] += "\n" + line
                } else if blocks.count < room {
                    blocks.append(line)
                } else {
                    isWhole = false
                    if index >= lines.count { left += isRest ? section.unlisted : 1 }
                }
                isFirst = false
            }
        }
        return (blocks.map(Self.section), left)
    }

    private static func sign(_ severity: String, _ kind: String) -> String {
        switch (kind, severity) {
        case ("resolved", _): "✅"
        case ("digest", _), ("report", _), ("test", _): "ℹ️"
        case (_, "high"): "🔴"
        case (_, "medium"): "🟠"
        default: "🔵"
        }
    }

    private static func context(_ message: OutgoingMessage, _ addressee: String?) -> JSON {
        var words = "Mainstay · \(SlackText.line(message.rule, limit: 100)) · \(SlackText.line(message.content.severity, limit: 20))"
        if let addressee { words += " · for \(SlackText.line(addressee, limit: 100))" }
        return .object(["type": "context", "elements": .array([markdown(words)])])
    }

    private static func section(_ text: String) -> JSON { .object(["type": "section", "text": markdown(text)]) }

    /// `verbatim`: addresses and names of channels in texts of others do not become links; our own links do.
    private static func markdown(_ text: String) -> JSON { .object(["type": "mrkdwn", "text": .string(text), "verbatim": true]) }

    private static func plain(_ text: String) -> JSON {
        .object(["type": "plain_text", "text": .string(SlackText.plain(text, limit: most.title)), "emoji": true])
    }

    private static func button(_ title: String, _ url: String) -> JSON {
        .object(["type": "button", "text": plain(title), "url": .string(url)])
    }
}
