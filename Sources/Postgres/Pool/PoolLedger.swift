/// Who has which connection of a pool, who waits for one, and what to do next. It decides; ``Pool`` acts.
///
/// A slot is the right to one connection: it is leased while its connection is opened and used, and idle in between.
/// There are never more slots than the limit. Whoever waits is served in the order of asking: with an idle connection,
/// or with the right to open one when a slot was freed by a connection that broke.
struct PoolLedger {
    typealias Slot = Int
    typealias Waiter = UInt64

    enum Answer: Equatable {
        case use(Slot)
        case open(Slot)
        case wait
        case refuse
    }

    enum Return: Equatable {
        /// The connection stays in the pool, idle.
        case keep
        /// The connection goes to the next in line.
        case pass(to: Waiter)
        /// The connection is closed.
        case discard
        /// The connection is closed, and the next in line opens another one in a new slot.
        case replace(for: Waiter, Slot)
    }

    let limit: Int
    private(set) var leased: Set<Slot> = []
    /// The one used last is used next, so that caches stay warm.
    private(set) var idle: [Slot] = []
    private(set) var waiting: [Waiter] = []
    private(set) var isClosed = false
    private var lastSlot: Slot = 0

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Nobody has a connection any more and nobody will get one.
    var isFinished: Bool { isClosed && leased.isEmpty }

    /// Someone wants a connection; `waiter` is the name under which they wait if they must.
    mutating func ask(_ waiter: Waiter) -> Answer {
        if isClosed { return .refuse }
        if let slot = idle.popLast() {
            leased.insert(slot)
            return .use(slot)
        }
        if leased.count < limit { return .open(newSlot()) }
        waiting.append(waiter)
        return .wait
    }

    /// A connection comes back, or could not be opened.
    mutating func giveBack(_ slot: Slot, usable: Bool) -> Return {
        guard leased.contains(slot) else { return .discard }
        if usable, !isClosed {
            if let next = takeNextWaiter() { return .pass(to: next) }
            leased.remove(slot)
            idle.append(slot)
            return .keep
        }
        leased.remove(slot)
        if !isClosed, let next = takeNextWaiter() { return .replace(for: next, newSlot()) }
        return .discard
    }

    /// A waiter has given up. `false` when it was served at the same time: it then has a connection to give back.
    mutating func leave(_ waiter: Waiter) -> Bool {
        guard let index = waiting.firstIndex(of: waiter) else { return false }
        waiting.remove(at: index)
        return true
    }

    /// No more connections are given out.
    ///
    /// - Returns: the idle connections, to be closed, and the waiters, to be refused.
    mutating func close() -> (idle: [Slot], waiting: [Waiter]) {
        isClosed = true
        defer {
            idle = []
            waiting = []
        }
        return (idle, waiting)
    }

    private mutating func newSlot() -> Slot {
        lastSlot += 1
        leased.insert(lastSlot)
        return lastSlot
    }

    private mutating func takeNextWaiter() -> Waiter? {
        waiting.isEmpty ? nil : waiting.removeFirst()
    }
}
