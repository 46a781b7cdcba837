import CustomerMetrics
import Domain
public import Rhythm

extension WeeklyDigest: Report {
    public var page: Page {
        // The same words as the mail's.
        let message = message(week: week)
        var page = Page(message.title, Page.asOf(asOf))
        page.gap()
        page.add(InkedText(message.summary))
        page.gap()
        var facts = TextTable(.left(""), .left(""))
        for fact in message.facts { facts.add(.faint(fact.name), InkedText(fact.value)) }
        page.add(facts)
        for section in message.sections {
            page.gap()
            page.add(.strong(section.heading))
            for paragraph in section.paragraphs { page.add(InkedText(paragraph)) }
            for item in section.items { page.add("  " + InkedText(item.title) + .faint("  \(item.detail)")) }
            if section.unlisted > 0 {
                page.add(.faint("  and \(Spoken.count(section.unlisted, "customer", "customers")) more; `mainstay customers` lists them"))
            }
        }
        return page
    }

    public var csv: CSVTable {
        CSVTable(
            ["customer_id", "user_id", "name", "segment", "arr", "score", "status", "change_7d", "moved"],
            rows: entries.map { entry in
                [
                    entry.customer.id.shown, entry.customer.uuidText, .csv(entry.customer.name), entry.customer.segment.rawValue,
                    .csv(entry.customer.arr), .csv(entry.score), entry.status.rawValue,
                    .csv(entry.explanation.outcome == .compared ? entry.explanation.points : nil), entry.words,
                ]
            })
    }
}
