/// A failure that may pass by itself: what is needed is away for now, and the same question can be answered later.
///
/// Whoever answers people and programs tells it apart from faults without knowing what was away.
public protocol PassingFailure: Error {
    /// Whether it is one, for errors of which only some are.
    var isPassing: Bool { get }
}

extension Error {
    /// Whether it is a failure that may pass by itself.
    public var mayPass: Bool { (self as? any PassingFailure)?.isPassing ?? false }
}
