public import Access
public import Delivery
public import Domain
public import Postgres

/// Messages that were given up are to be sent again: because somebody says so, who stands in the audit log.
public enum MessageRenewal {
    /// - Parameter id: as text, as people copy it from a list.
    /// - Throws: ``DeliveryError``, `PostgresError`.
    @discardableResult
    public static func one(_ id: String, by actor: AuditActor, now: Moment, on pool: Pool) async throws -> Delivery {
        try await pool.transaction { connection in
            let delivery = try await Delivery.retry(id, now: now, on: connection)
            try await AuditLog.record(
                .deliveryRetried, of: nil, ["message": delivery.idText, "channel": delivery.channel], by: actor, now: now, on: connection)
            return delivery
        }
    }

    /// All of them that still have something to say.
    public static func all(by actor: AuditActor, now: Moment, on pool: Pool) async throws -> Renewal {
        try await pool.transaction { connection in
            let renewal = try await Delivery.retryAll(now: now, on: connection)
            if renewal.renewed > 0 {
                try await AuditLog.record(
                    .deliveryRetried, of: nil, ["messages": "\(renewal.renewed)"], by: actor, now: now, on: connection)
            }
            return renewal
        }
    }
}

extension Renewal {
    /// What is sent, and how many were left out and why.
    public var text: String {
        let sent = Spoken.count(renewed, "message is", "messages are") + " to be sent again"
        guard leftOut > 0 else { return sent }
        let reasons = [
            over > 0 ? "\(over) about alerts that are over" : nil, old > 0 ? "\(old) older than \(Self.keptDays) days" : nil,
            tests > 0 ? Spoken.count(tests, "test of a route", "tests of routes") : nil,
        ].compactMap(\.self)
        return "\(sent)\nleft out: \(reasons.joined(separator: ", ")); mainstay deliveries retry ID sends one of them all the same"
    }
}
