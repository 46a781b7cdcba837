public import Access
public import Domain

/// What a revocation did.
public struct AccessTokenRevocationReport: Sendable, Hashable {
    public let revocation: TokenRevocation

    public init(_ revocation: TokenRevocation) { self.revocation = revocation }
}

extension AccessTokenRevocationReport: Report {
    public var page: Page { Page(revocation.token.name, revocation.isChanged ? "is revoked" : "was revoked already") }

    public var json: JSON { .object(revocation.token.members + [JSON.Member("changed", .bool(revocation.isChanged))]) }

    public var csv: CSVTable { AccessTokensReport(tokens: [revocation.token]).csv }
}
