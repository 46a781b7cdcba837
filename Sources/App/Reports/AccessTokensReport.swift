public import Access
public import Domain

/// The tokens of programs, without their secrets.
public struct AccessTokensReport: Sendable, Hashable {
    public let tokens: [APIToken]

    public init(tokens: [APIToken]) { self.tokens = tokens }
}

extension AccessTokensReport: Report {
    public var page: Page {
        var page = Page("API tokens")
        page.gap()
        guard !tokens.isEmpty else {
            page.add(.faint("there is none yet; the first: mainstay token create NAME --role ROLE"))
            return page
        }
        var table = TextTable(.left("Id"), .left("Name"), .left("Role"), .left("Created"), .left("By"), .left("Last used"), .left(""))
        for token in tokens {
            table.add(
                InkedText(token.id), InkedText(token.name), InkedText(token.role.rawValue), InkedText(NumberText.moment(token.createdAt)),
                InkedText(token.createdBy), token.lastUsedAt.map { InkedText(NumberText.moment($0)) } ?? .faint("never"),
                token.revokedAt.map { InkedText("revoked \(NumberText.moment($0))", .warning) } ?? "")
        }
        page.add(table)
        return page
    }

    public var json: JSON { .array(tokens.map { .object($0.members) }) }

    public var csv: CSVTable {
        CSVTable(
            ["id", "name", "role", "created_at", "created_by", "last_used_at", "revoked_at"],
            rows: tokens.map {
                [$0.id, $0.name, $0.role.rawValue, .csv($0.createdAt), $0.createdBy, .csv($0.lastUsedAt), .csv($0.revokedAt)]
            })
    }
}

extension APIToken {
    var members: [JSON.Member] {
        [
            JSON.Member("id", .string(id)), JSON.Member("name", .string(name)), JSON.Member("role", .string(role.rawValue)),
            JSON.Member("created_at", .from(createdAt)), JSON.Member("created_by", .string(createdBy)),
            JSON.Member("last_used_at", .from(lastUsedAt)), JSON.Member("revoked_at", .from(revokedAt)),
        ]
    }
}
