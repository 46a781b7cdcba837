public import Domain
public import Foundation
public import Schema

/// Everything that can be seen of the outbox; the program logs it, tests wait for it.
public enum OutboxEvent: OutageEvent, Sendable {
    /// An attempt is over and recorded.
    case delivered(DeliveryAttempt)
    /// Messages wait since there is no way to send them; said once for each target until there is one.
    case noChannel(channel: String, target: String, messages: Int)
    /// There is one now.
    case channelFound(channel: String, target: String, messages: Int)
    case databaseLost(cause: String)
    case databaseBack(outageSeconds: Double)
    /// Something else went wrong; it is tried again.
    case failed(cause: String)
}

/// One attempt to send one message, as it was recorded.
public struct DeliveryAttempt: Sendable, Hashable {
    public let message: UUID
    public let channel: String
    public let target: String
    public let kind: String
    public let rule: String
    public let outcome: SendOutcome
    /// What the message is now; nil when somebody else had it by then.
    public let state: MessageState?
    /// When it is tried again.
    public let nextTryAt: Moment?
}

/// What one pass over the outbox did.
public struct DeliveryReport: Sendable, Hashable {
    public var attempts: [DeliveryAttempt] = []

    public var sent: Int { attempts.count { $0.state == .sent } }
    public var waiting: Int { attempts.count { $0.state == .waiting } }
    public var givenUp: Int { attempts.count { $0.state == .failed || $0.state == .dead } }
}

/// How far a message has come.
public enum MessageState: String, Sendable, Hashable, CaseIterable {
    case waiting, sending, sent
    /// No channel is set up for it.
    case undeliverable
    /// It can never work as it is.
    case failed
    /// Given up after 24 hours.
    case dead
}
