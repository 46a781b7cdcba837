/// A text that whoever knows it can send in our name: an address of a webhook, a token, a password. Print, logs and `dump` do not show it.
public struct HiddenText: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself: for the one whom it is for, and for no log.
    public let text: String

    public init(_ text: String) { self.text = text }

    public var description: String { "****" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
