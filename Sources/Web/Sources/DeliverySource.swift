public import Access
public import Delivery
public import Domain
public import Foundation

/// Where pages and the API have messages from.
public protocol DeliverySource: Sendable {
    func deliveries(_ query: DeliveryQuery) async throws -> DeliveryList
    /// Nil when there is none of this id.
    func delivery(_ id: UUID) async throws -> DeliveryRecord?
    /// Sends a message that was given up again.
    /// - Throws: ``DeliveryError``.
    func retryDelivery(_ id: UUID, by actor: AuditActor, now: Moment) async throws
}
