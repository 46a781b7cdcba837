/// A time of day in UTC, to the minute.
public struct TimeOfDay: Sendable, Hashable {
    /// From 0 to 23.
    public let hour: Int
    /// From 0 to 59.
    public let minute: Int

    public init(_ hour: Int, _ minute: Int) { (self.hour, self.minute) = (hour, minute) }

    /// Since midnight.
    var seconds: Int64 { Int64(hour * 3_600 + minute * 60) }
}
