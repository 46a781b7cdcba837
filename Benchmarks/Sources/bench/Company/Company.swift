import Postgres

/// A sample company in a database of its own, scored, with the yardsticks beside it.
struct Company: Sendable {
    let customers: Int
    let database: String
    let configuration: ConnectionConfiguration
    let record: LoadRecord

    /// How many customers it has, for people.
    var size: String { Unit.grouped(customers) + " customers" }
}
