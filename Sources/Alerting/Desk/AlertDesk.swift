public import Domain
public import Postgres
import Schema

/// What people do with alerts. Each act is one transaction with its row of the alert's history.
public struct AlertDesk: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    /// Behind the colon of an actor who gave no name.
    public static let unnamed = "unnamed"

    /// Somebody has it in hand: the clock of the answer stops, and it is theirs unless it was given to somebody. A second time changes nothing.
    ///
    /// - Parameter actor: who does it: `user:anna`, `cli:anna`, `link:anna`.
    /// - Throws: ``AlertError/alertUnknown(_:)``, ``AlertError/alertClosed(_:_:)``, ``PostgresError``.
    @discardableResult
    public func acknowledge(_ id: Int64, by actor: String, reason: String? = nil, now: Moment) async throws -> Alert {
        try await act(on: id) { connection, alert in
            guard alert.state != .acknowledged else { return }
            if alert.assignee == nil, let name = Self.name(of: actor) {
                try await connection.execute("UPDATE mainstay.alerts SET assignee = \(name) WHERE alert_id = \(id)")
            }
            try await Self.move(alert, "acknowledged", to: .acknowledged, by: actor, reason: reason, now: now, on: connection)
        }
    }

    /// Gives it to somebody; the clock runs on until that one acknowledges it.
    ///
    /// - Parameter assignee: a person's name, as the team knows it.
    /// - Throws: ``AlertError``, ``PostgresError``.
    @discardableResult
    public func assign(_ id: Int64, to assignee: String, by actor: String, reason: String? = nil, now: Moment) async throws -> Alert {
        let assignee = try Self.said(assignee, "name of the assignee")
        return try await act(on: id) { connection, alert in
            guard alert.assignee != assignee else { return }
            try await connection.execute("UPDATE mainstay.alerts SET assignee = \(assignee) WHERE alert_id = \(id)")
            let note = "to \(assignee)" + (reason.map { ": \($0)" } ?? "")
            try await Self.move(alert, "assigned", to: nil, by: actor, reason: note, now: now, on: connection)
        }
    }

    /// Notes something; of closed alerts too.
    @discardableResult
    public func comment(_ id: Int64, _ text: String, by actor: String, now: Moment) async throws -> Alert {
        let text = try Self.said(text, "comment")
        return try await act(on: id, evenClosed: true) { connection, alert in
            try await Self.move(alert, "commented", to: nil, by: actor, reason: text, now: now, on: connection)
        }
    }

    /// Closes it though its condition may hold on. It opens again only after the condition has been over.
    @discardableResult
    public func resolve(_ id: Int64, by actor: String, reason: String, now: Moment) async throws -> Alert {
        let reason = try Self.said(reason, "reason")
        return try await act(on: id) { connection, alert in
            try await Self.move(alert, "resolved", to: .resolved, by: actor, reason: reason, now: now, on: connection)
        }
    }

    private func act(
        on id: Int64, evenClosed: Bool = false, _ body: @Sendable (Connection, Alert) async throws -> Void
    ) async throws -> Alert {
        try await pool.transaction { connection in
            _ = try await connection.query("SELECT FROM mainstay.alerts WHERE alert_id = \(id) FOR UPDATE")
            guard let alert = try await Alert.fetch(id, on: connection) else { throw AlertError.alertUnknown(id) }
            guard evenClosed || alert.state.isOpen else { throw AlertError.alertClosed(id, alert.state) }
            try await body(connection, alert)
            return try await Alert.fetch(id, on: connection) ?? alert
        }
    }

    private static func move(
        _ alert: Alert, _ move: String, to state: AlertState?, by actor: String, reason: String?, now: Moment, on connection: Connection
    ) async throws {
        _ = try await connection.query(
            "SELECT mainstay.move_alerts(\([alert.id]), \(move), \(state), \(now), \(actor), \(reason)) AS moved")
    }

    /// `user:anna` → `anna`; nil of somebody without a name. A name given at a link was checked by nobody, and is not that of an account.
    static func name(of actor: String) -> String? {
        guard let colon = actor.firstIndex(of: ":") else { return nil }
        let name = String(actor[actor.index(after: colon)...])
        guard !name.isEmpty, name != unnamed else { return nil }
        return actor[..<colon] == "link" ? "\(name) (by the link)" : name
    }

    private static func said(_ text: String, _ name: String) throws(AlertError) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace }) else {
            throw .textMissing(name)
        }
        return String(text[first...last].prefix(2_000).filter { $0 != "\0" })
    }
}
