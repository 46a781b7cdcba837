/// What a sample company's load has written.
public struct SampleReport: Sendable, Hashable {
    public struct Table: Sendable, Hashable {
        /// Without the schema.
        public let name: String
        public let rows: Int

        public init(name: String, rows: Int) { (self.name, self.rows) = (name, rows) }
    }

    /// In the order of writing.
    public let tables: [Table]
    /// From the first customer made to the last row committed and counted by the planner.
    public let seconds: Double

    public init(tables: [Table], seconds: Double) { (self.tables, self.seconds) = (tables, seconds) }

    /// Rows of one table; 0 for tables that were not written.
    public func rows(_ name: String) -> Int { tables.first { $0.name == name }?.rows ?? 0 }

    public var eventsPerSecond: Double { seconds > 0 ? Double(rows("usage_events")) / seconds : 0 }
}

/// How far a sample company's load has come.
public struct SampleProgress: Sendable, Hashable {
    public let customersDone: Int
    public let customers: Int
    public let eventsDone: Int

    public init(customersDone: Int, customers: Int, eventsDone: Int) {
        (self.customersDone, self.customers, self.eventsDone) = (customersDone, customers, eventsDone)
    }
}
