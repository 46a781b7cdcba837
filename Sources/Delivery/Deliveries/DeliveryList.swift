public import Foundation
public import Postgres
import Schema

/// Which messages.
public struct DeliveryQuery: Sendable, Hashable {
    /// Empty for all.
    public var states: Set<MessageState>
    /// The names of rules; nil for all.
    public var rules: Set<String>?
    /// Only messages that are older than the one of this number.
    public var before: Int64?
    public var limit: Int

    public static let limits = 1...200

    public init(states: Set<MessageState> = [], rules: Set<String>? = nil, before: Int64? = nil, limit: Int = 50) {
        (self.states, self.rules, self.before, self.limit) = (states, rules, before, limit)
    }
}

/// A page of messages, the newest first, and how many need a look.
public struct DeliveryList: Sendable, Hashable {
    public let deliveries: [Delivery]
    /// The number of the last message shown, after which the next page begins; nil on the last.
    public let next: Int64?
    /// Of those states that are not the usual end: what was sent is not counted, since there is ever more of it.
    public let counts: [MessageState: Int]

    /// - Parameter connection: best in a transaction, so that counts and page speak of one state.
    public static func fetch(_ query: DeliveryQuery, on connection: Connection) async throws -> DeliveryList {
        let rules = query.rules?.sorted()
        let unsent = Delivery.unsent.map { part -> SQL in
            """
            SELECT m.state, count(*) AS messages FROM mainstay.messages AS m
             WHERE \(part.condition) AND (\(rules)::text[] IS NULL OR m.rule = ANY (\(rules))) GROUP BY m.state
            """
        }
        let counts = try await connection.query(
            """
            SELECT c.state, c.messages FROM (\(unsent.joined(separator: " UNION ALL "))) AS c
            """
        ).map { row -> (MessageState, Int) in (try row.decode("state"), try row.decode("messages")) }
        let found = try await Delivery.newest(
            states: query.states.sorted { $0.rawValue < $1.rawValue }, rules: rules, before: query.before, limit: query.limit + 1,
            on: connection)
        let page = Array(found.prefix(query.limit))
        return DeliveryList(
            deliveries: page, next: found.count > page.count ? page.last?.number : nil, counts: Dictionary(uniqueKeysWithValues: counts))
    }
}

/// A message with every attempt to deliver it.
public struct DeliveryRecord: Sendable, Hashable {
    public let delivery: Delivery
    /// In their order.
    public let attempts: [Delivery.Attempt]

    /// - Returns: nil when there is none of this id.
    public static func fetch(_ id: UUID, on connection: Connection) async throws -> DeliveryRecord? {
        do {
            let delivery = try await Delivery.fetch(id.uuidString, on: connection)
            return DeliveryRecord(delivery: delivery, attempts: try await delivery.attempts(on: connection))
        } catch DeliveryError.messageUnknown {
            return nil
        }
    }
}
