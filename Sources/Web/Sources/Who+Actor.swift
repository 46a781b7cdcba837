import Access

/// Under which name somebody's acts are on record. The demo's visitor, who never signed in, has a name like everybody else: ledgers and audit log
/// would otherwise tell two stories of one act.
extension Who {
    /// In the ledgers: of alerts, silences, routes and the baseline.
    var actor: String {
        switch kind {
        case .session, .demo: "user:" + name
        case .token: "token:" + name
        }
    }

    /// In the audit log.
    ///
    /// - Parameter address: where the request came from.
    func auditActor(address: String) -> AuditActor {
        switch kind {
        case .session, .demo: .account(name, address: address)
        case .token: .token(name, address: address)
        }
    }
}
