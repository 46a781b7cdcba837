public import Access
public import Domain

/// What a command did to a user.
public struct AccessUserChangeReport: Sendable, Hashable {
    public let account: Account
    /// False when it was so already.
    public let isChanged: Bool
    /// Browsers that were signed in and no longer are.
    public let endedSessions: Int
    /// What is true of the user now, behind the name.
    public let outcome: String

    /// - Parameters:
    ///   - outcome: what is true of the user now, behind the name: `is disabled`.
    ///   - unchanged: the same, where it was so before.
    public init(_ change: AccountChange, outcome: String, unchanged: String) {
        (account, isChanged, endedSessions) = (change.account, change.isChanged, change.endedSessions)
        self.outcome = change.isChanged ? outcome : unchanged
    }

    public init(added account: Account) {
        (self.account, isChanged, endedSessions, outcome) = (account, true, 0, "was added as \(account.role.title)")
    }
}

extension AccessUserChangeReport: Report {
    public var page: Page {
        var page = Page(account.name, outcome)
        if endedSessions > 0 {
            page.add(.faint("signed out of \(Spoken.count(endedSessions, "browser", "browsers"))"))
        }
        return page
    }

    public var json: JSON {
        .object(
            account.members + [
                JSON.Member("changed", .bool(isChanged)), JSON.Member("ended_sessions", .integer(Int64(endedSessions))),
            ])
    }

    public var csv: CSVTable { AccessUsersReport(accounts: [account]).csv }
}
