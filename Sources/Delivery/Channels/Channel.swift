public import Domain

/// A way to reach somebody: Slack, e-mail, a webhook.
public protocol Channel: Sendable {
    /// Seconds between the beginnings of two messages for one target; 0 where there is no limit.
    var spacing: Int64 { get }

    /// Whether enough is configured to send to a target.
    func canReach(_ target: String) -> Bool

    /// Sends one message, within a limit of time that is well below the lease of a message.
    func send(_ message: OutgoingMessage, now: Moment) async -> SendOutcome

    /// Goes as far as one can without sending anything.
    func check(_ target: String) async -> ChannelCheck
}

/// What became of one attempt.
public enum SendOutcome: Sendable, Hashable {
    case sent(answer: String)
    /// May work later.
    /// - Parameter after: seconds that the receiver asked for.
    case retry(after: Int64?, reason: String)
    /// Some of the target have it; for the others it may work later.
    /// - Parameter reached: those who have it, as the target names them.
    case partly(reached: [String], reason: String)
    /// Will not work as it is, however often it is tried.
    case failed(reason: String)

    /// `sent`, `retry` or `failed`, as the record of attempts says it.
    public var word: String {
        switch self {
        case .sent: "sent"
        case .retry, .partly: "retry"
        case .failed: "failed"
        }
    }

    /// Those whom it reached while others are still to get it.
    var reached: [String] {
        if case .partly(let reached, _) = self { reached } else { [] }
    }

    /// What the receiver said, or what went wrong.
    public var text: String {
        switch self {
        case .sent(let answer): answer
        case .retry(_, let reason), .partly(_, let reason), .failed(let reason): reason
        }
    }
}

/// What a dry run of a channel for a target found.
public enum ChannelCheck: Sendable, Hashable {
    case ready(String)
    /// Nothing is configured by which the target could be reached.
    case notConfigured(remedy: String)
    /// Something is configured, and it does not work.
    case broken(String)
}
