public import Alerting
public import Domain

/// Where pages and the API have alerts from, and where they do what people do with them.
public protocol AlertSource: Sendable {
    func list(_ query: AlertQuery) async throws -> AlertList
    /// Everything that is known of one; nil when there is none of this number.
    func record(_ id: Int64) async throws -> AlertRecord?
    /// - Parameter actor: who does it, as the history of the alert names them.
    /// - Throws: ``AlertError``.
    func perform(_ act: AlertAct, on id: Int64, by actor: String, now: Moment) async throws
    /// Looks at all rules now and puts the messages that are due into the outbox.
    func evaluate(now: Moment) async throws -> EvaluationReport
    /// Those that hold, the one that ends first before the others.
    func silences(now: Moment) async throws -> [Silence]
    /// The newest, whether they hold or not.
    func newestSilences() async throws -> [Silence]
    /// - Throws: ``AlertError``.
    @discardableResult
    func silence(_ wish: SilenceWish, by actor: String, now: Moment) async throws -> Silence
    /// Ends one before its time; one that has ended stays as it is.
    /// - Throws: ``AlertError``.
    @discardableResult
    func endSilence(_ id: Int64, by actor: String, now: Moment) async throws -> Silence
}

/// Which alerts, in which order.
public struct AlertQuery: Sendable, Hashable {
    public var filter: AlertFilter
    public var order: AlertList.Order
    /// The page after the one that ended with this alert.
    public var after: Int64?
    public var limit: Int

    public static let limits = 1...200

    public init(filter: AlertFilter = .open, order: AlertList.Order = .severity, after: Int64? = nil, limit: Int = 50) {
        (self.filter, self.order, self.after, self.limit) = (filter, order, after, limit)
    }
}

/// What a person does with an alert.
public enum AlertAct: Sendable, Hashable {
    /// Has it in hand: the clock of the answer stops.
    case acknowledge(comment: String?)
    case assign(to: String, comment: String?)
    case comment(String)
    case resolve(reason: String)
}

/// A silence that somebody asks for.
public struct SilenceWish: Sendable, Hashable {
    /// Nil stands for all, here and below.
    public let rule: AlertRule?
    public let segment: Segment?
    /// As the source or as UUID.
    public let customer: String?
    public let until: Moment
    public let why: String

    public init(rule: AlertRule?, segment: Segment?, customer: String?, until: Moment, why: String) {
        (self.rule, self.segment, self.customer, self.until, self.why) = (rule, segment, customer, until, why)
    }
}
