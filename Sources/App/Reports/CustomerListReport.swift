public import CustomerMetrics
import Domain

extension CustomerList: Report {
    public var page: Page {
        var page = Page("Customers", "\(NumberText.count(entries.count)) of \(NumberText.count(total)), \(Page.asOf(asOf))")
        page.gap()
        guard !entries.isEmpty else {
            page.add(.faint("no active customer fits"))
            return page
        }
        var table = TextTable(
            .left("Customer"), .left("Name"), .left("Segment"), .right("Score"), .left("Status"), .right("7 days"), .right("ARR"),
            .left("Last activity"))
        for entry in entries {
            let change = page.figure(entry.change, else: "7 days: there was no score then") { change in
                InkedText(NumberText.signed(change), change < 0 ? .bad : change > 0 ? .good : .plain)
            }
            table.add(
                InkedText(entry.customer.id.shown.truncated(toWidth: 36)), InkedText((entry.customer.name ?? "").truncated(toWidth: 32)),
                InkedText(entry.customer.segment.rawValue), .strong("\(entry.score)"), InkedText(entry.status.rawValue, entry.status.ink),
                change,
                page.figure(entry.customer.arr, else: "ARR: not known") { InkedText(NumberText.money($0)) },
                entry.lastActivity.map { InkedText("\(NumberText.span(from: $0, to: asOf)) ago") } ?? .faint("never"))
        }
        page.add(table)
        return page
    }

    public var csv: CSVTable {
        CSVTable(
            ["customer_id", "user_id", "name", "email", "segment", "score", "status", "change_7d", "arr", "last_activity"],
            rows: entries.map { entry in
                [
                    entry.customer.id.shown, entry.customer.uuidText, .csv(entry.customer.name),
                    .csv(entry.customer.email), entry.customer.segment.rawValue, .csv(entry.score), entry.status.rawValue,
                    .csv(entry.change),
                    .csv(entry.customer.arr), .csv(entry.lastActivity),
                ]
            })
    }
}
