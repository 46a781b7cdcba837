public import Access
public import Domain

/// A token with its text: the one time that it is shown.
public struct AccessNewTokenReport: Sendable, Hashable {
    public let created: NewToken

    public init(_ created: NewToken) { self.created = created }
}

extension AccessNewTokenReport: Report {
    public var page: Page {
        var page = Page(created.token.name, "may ask the API as \(created.token.role.title)")
        page.gap()
        page.add(.strong(created.text.text))
        page.gap()
        page.add(.faint("Copy it now: it is stored hashed and cannot be shown again. Programs send it as"))
        page.add(.faint("Authorization: Bearer mst_…"))
        return page
    }

    public var json: JSON { .object(created.token.members + [JSON.Member("token", .string(created.text.text))]) }

    public var csv: CSVTable {
        CSVTable(
            ["id", "name", "role", "token"], rows: [[created.token.id, created.token.name, created.token.role.rawValue, created.text.text]])
    }
}
