public import Access
public import Domain

/// The people who can sign in.
public struct AccessUsersReport: Sendable, Hashable {
    public let accounts: [Account]

    public init(accounts: [Account]) { self.accounts = accounts }
}

extension AccessUsersReport: Report {
    public var page: Page {
        var page = Page("Users")
        page.gap()
        guard !accounts.isEmpty else {
            page.add(.faint("there is none yet; the first: mainstay user add NAME --role admin"))
            return page
        }
        var table = TextTable(.left("Name"), .left("Role"), .left("E-mail"), .left("Last sign-in"), .left(""))
        for account in accounts {
            table.add(
                InkedText(account.name), InkedText(account.role.rawValue), account.email.map { InkedText($0) } ?? .faint("–"),
                account.lastSignInAt.map { InkedText(NumberText.moment($0)) } ?? .faint("never"),
                account.disabledAt.map { InkedText("disabled since \(NumberText.moment($0))", .warning) } ?? "")
        }
        page.add(table)
        return page
    }

    public var json: JSON { .array(accounts.map { .object($0.members) }) }

    public var csv: CSVTable {
        CSVTable(
            ["name", "role", "email", "created_at", "last_sign_in_at", "disabled_at"],
            rows: accounts.map {
                [$0.name, $0.role.rawValue, .csv($0.email), .csv($0.createdAt), .csv($0.lastSignInAt), .csv($0.disabledAt)]
            })
    }
}

extension Account {
    var members: [JSON.Member] {
        [
            JSON.Member("name", .string(name)), JSON.Member("role", .string(role.rawValue)), JSON.Member("email", .from(email)),
            JSON.Member("created_at", .from(createdAt)),
            JSON.Member("last_sign_in_at", .from(lastSignInAt)), JSON.Member("disabled_at", .from(disabledAt)),
        ]
    }
}
