import Domain

/// The words of a mail, twice: for readers of plain text, and as HTML that reads well on a phone. All of what others wrote is
/// on one line and escaped.
struct MailText {
    let plain: String
    let html: String

    init(_ message: OutgoingMessage, links: MessageLinks, now: Moment) {
        let content = message.content.onOneLineEach
        let url = links.url(content.path)
        let acknowledge = links.acknowledgement(of: content, now: now)
        plain = Self.plain(content, links, url, acknowledge, message)
        html = Self.html(content, links, url, acknowledge, message)
    }

    private static func footer(_ message: OutgoingMessage) -> String {
        "Sent by Mainstay: \(message.rule), \(message.content.severity). Message \(message.idText)."
    }

    // MARK: Plain text

    private static func plain(
        _ content: MessageContent, _ links: MessageLinks, _ url: String?, _ acknowledge: String?, _ message: OutgoingMessage
    ) -> String {
        var blocks = [content.title]
        if !content.summary.isEmpty { blocks.append(content.summary) }
        if !content.facts.isEmpty { blocks.append(content.facts.map { "\($0.name): \($0.value)" }.joined(separator: "\n")) }
        for section in content.sections {
            var lines = section.heading.isEmpty ? [] : [section.heading, String(repeating: "-", count: min(60, section.heading.count))]
            lines += section.paragraphs
            for item in section.items {
                lines.append("* \(item.title)" + (item.detail.isEmpty ? "" : ": \(item.detail)"))
                if let url = links.url(item.path) { lines.append("  \(url)") }
            }
            if section.unlisted > 0 { lines.append(more(section.unlisted)) }
            blocks.append(lines.joined(separator: "\n"))
        }
        if content.unlisted > 0 { blocks.append(more(content.unlisted)) }
        if let url { blocks.append("Read on: \(url)") }
        if let acknowledge { blocks.append("Acknowledge: \(acknowledge)") }
        return (blocks + ["-- \n\(footer(message))"]).joined(separator: "\n\n") + "\n"
    }

    // MARK: HTML

    private static func html(
        _ content: MessageContent, _ links: MessageLinks, _ url: String?, _ acknowledge: String?, _ message: OutgoingMessage
    ) -> String {
        var body = "<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 12px\">\(HTMLText.escaped(content.title))</h1>\n"
        if !content.summary.isEmpty { body += paragraph(content.summary) }
        if !content.facts.isEmpty {
            let rows = content.facts.map { fact in
                "<tr><td style=\"padding:4px 16px 4px 0;color:#555;vertical-align:top\">\(HTMLText.escaped(fact.name))</td>"
                    + "<td style=\"padding:4px 0;font-weight:600\">\(HTMLText.escaped(fact.value))</td></tr>\n"
            }
            body += "<table role=\"presentation\" style=\"border-collapse:collapse;margin:0 0 16px\">\n\(rows.joined())</table>\n"
        }
        for section in content.sections { body += html(section, links) }
        if content.unlisted > 0 { body += paragraph(more(content.unlisted)) }
        let buttons = [(url, "Open"), (acknowledge, "Acknowledge")].compactMap { address, title in address.map { button(title, $0) } }
        if !buttons.isEmpty { body += "<p style=\"margin:24px 0\">\(buttons.joined(separator: " "))</p>\n" }
        body += "<p style=\"font-size:12px;color:#666;margin:24px 0 0\">\(HTMLText.escaped(footer(message)))</p>\n"
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>\(HTMLText.escaped(content.title))</title></head>
            <body style="margin:0;padding:0;background:#f4f5f7">
            <div style="max-width:600px;margin:0 auto;padding:24px 16px;background:#ffffff;border-top:4px solid \(colour(content.severity));\
            font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a">
            \(body)</div>
            </body></html>

            """
    }

    private static func html(_ section: MessageContent.Section, _ links: MessageLinks) -> String {
        var text =
            section.heading.isEmpty ? "" : "<h2 style=\"font-size:17px;margin:24px 0 8px\">\(HTMLText.escaped(section.heading))</h2>\n"
        text += section.paragraphs.map(paragraph).joined()
        let rest = section.unlisted > 0 ? paragraph(more(section.unlisted)) : ""
        guard !section.items.isEmpty else { return text + rest }
        let items = section.items.map { item in
            let title =
                links.url(item.path).map {
                    "<a href=\"\(HTMLText.escaped($0))\" style=\"color:#0b57d0\">\(HTMLText.escaped(item.title))</a>"
                }
                ?? HTMLText.escaped(item.title)
            let detail = item.detail.isEmpty ? "" : "<br><span style=\"color:#444\">\(HTMLText.escaped(item.detail))</span>"
            return "<li style=\"margin:0 0 10px\">\(title)\(detail)</li>\n"
        }
        return text + "<ul style=\"padding:0 0 0 20px;margin:0 0 16px\">\n\(items.joined())</ul>\n" + rest
    }

    private static func more(_ number: Int) -> String { "… and \(number) more" }

    private static func paragraph(_ text: String) -> String {
        "<p style=\"margin:0 0 16px\">\(HTMLText.escaped(text))</p>\n"
    }

    private static func button(_ title: String, _ url: String) -> String {
        "<a href=\"\(HTMLText.escaped(url))\" style=\"display:inline-block;padding:12px 20px;border-radius:6px;background:#0b57d0;color:#ffffff;text-decoration:none;"
            + "font-weight:600;margin:0 8px 8px 0\">\(title)</a>"
    }

    private static func colour(_ severity: String) -> String {
        switch severity {
        case "high": "#c5221f"
        case "medium": "#b06000"
        default: "#0b57d0"
        }
    }
}

extension MessageContent {
    fileprivate var onOneLineEach: MessageContent {
        MessageContent(
            severity: OneLine.text(severity), title: OneLine.text(title), summary: OneLine.text(summary),
            facts: facts.map { Fact(OneLine.text($0.name), OneLine.text($0.value)) },
            sections: sections.map { section in
                Section(
                    heading: OneLine.text(section.heading), paragraphs: section.paragraphs.map { OneLine.text($0) },
                    items: section.items.map { Item(title: OneLine.text($0.title), detail: OneLine.text($0.detail), path: $0.path) },
                    unlisted: section.unlisted)
            }, unlisted: unlisted, path: path, acknowledges: acknowledges)
    }
}
