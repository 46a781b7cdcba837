internal import Synchronization

/// Who may send statements on a connection.
///
/// Tasks that share a connection take turns statement by statement. A transaction or a COPY is a longer turn: a
/// statement of another task would silently become part of it, so it is refused instead. Which turns a task has is
/// known by a task-local value; tasks started inside the closure have them too.
struct Occupation {
    typealias Turn = UInt64

    private static let lastTurn = Atomic<Turn>(0)
    @TaskLocal static var turnsOfThisTask: [Turn] = []

    /// The transaction and the savepoints inside it, innermost last.
    private(set) var transactions: [Turn] = []
    var isCopying = false

    var depth: Int { transactions.count }

    func check() throws(PostgresError) {
        if isCopying {
            throw .misuse("the connection is in the middle of a COPY; only the COPY's own closure may use it")
        }
        if let innermost = transactions.last, !Self.turnsOfThisTask.contains(innermost) {
            throw .misuse(
                "the connection is in a transaction of another task or further inside; take another connection from the pool")
        }
    }

    mutating func begin() -> Turn {
        let turn = Self.lastTurn.add(1, ordering: .relaxed).newValue
        transactions.append(turn)
        return turn
    }

    /// Ends this transaction, and those inside it that were left without an end.
    mutating func end(_ turn: Turn) {
        if let index = transactions.firstIndex(of: turn) { transactions.removeSubrange(index...) }
    }
}
