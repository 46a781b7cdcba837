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

    /// All of them.
    ///
    /// - Returns: how many there were.
    public static func all(by actor: AuditActor, now: Moment, on pool: Pool) async throws -> Int {
        try await pool.transaction { connection in
            let count = try await Delivery.retryAll(now: now, on: connection)
            if count > 0 {
                try await AuditLog.record(.deliveryRetried, of: nil, ["messages": "\(count)"], by: actor, now: now, on: connection)
            }
            return count
        }
    }
}
