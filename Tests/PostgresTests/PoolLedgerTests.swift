import Testing

@testable import Postgres

@Suite struct PoolLedgerTests {
    @Test func `opens up to the limit, then makes wait`() {
        var ledger = PoolLedger(limit: 2)
        #expect(ledger.ask(1) == .open(1))
        #expect(ledger.ask(2) == .open(2))
        #expect(ledger.ask(3) == .wait)
    }

    @Test func `waiters are served in order`() {
        var ledger = PoolLedger(limit: 1)
        #expect(ledger.ask(1) == .open(1))
        #expect(ledger.ask(2) == .wait)
        #expect(ledger.ask(3) == .wait)
        #expect(ledger.giveBack(1, usable: true) == .pass(to: 2))
        #expect(ledger.giveBack(1, usable: true) == .pass(to: 3))
        #expect(ledger.giveBack(1, usable: true) == .keep)
        #expect(ledger.ask(4) == .use(1))
    }

    @Test func `the connection used last is used next`() {
        var ledger = PoolLedger(limit: 2)
        #expect(ledger.ask(1) == .open(1))
        #expect(ledger.ask(2) == .open(2))
        #expect(ledger.giveBack(2, usable: true) == .keep)
        #expect(ledger.giveBack(1, usable: true) == .keep)
        #expect(ledger.ask(3) == .use(1))
    }

    @Test func `a broken connection makes room for a new one`() {
        var ledger = PoolLedger(limit: 1)
        #expect(ledger.ask(1) == .open(1))
        #expect(ledger.giveBack(1, usable: false) == .discard)
        #expect(ledger.ask(2) == .open(2))
        #expect(ledger.ask(3) == .wait)
        #expect(ledger.giveBack(2, usable: false) == .replace(for: 3, 3))
        #expect(ledger.leased == [3])
    }

    @Test func `who leaves is passed over, who was served cannot leave`() {
        var ledger = PoolLedger(limit: 1)
        #expect(ledger.ask(1) == .open(1))
        #expect(ledger.ask(2) == .wait)
        #expect(ledger.ask(3) == .wait)
        #expect(ledger.leave(2) == true)
        #expect(ledger.giveBack(1, usable: true) == .pass(to: 3))
        #expect(ledger.leave(3) == false)
    }

    @Test func `closing refuses everybody and ends with the last return`() {
        var ledger = PoolLedger(limit: 2)
        #expect(ledger.ask(1) == .open(1))
        #expect(ledger.ask(2) == .open(2))
        #expect(ledger.ask(3) == .wait)
        #expect(ledger.giveBack(2, usable: true) == .pass(to: 3))
        #expect(ledger.ask(4) == .wait)
        #expect(ledger.close() == (idle: [], waiting: [4]))
        #expect(ledger.ask(5) == .refuse)
        #expect(ledger.giveBack(1, usable: true) == .discard)
        #expect(!ledger.isFinished)
        #expect(ledger.giveBack(2, usable: true) == .discard)
        #expect(ledger.isFinished)
    }

    /// Random demand: never more connections than allowed, nobody waits while one is free, order is kept.
    @Test(arguments: 0..<50)
    func `rules hold for any order of events`(seed: UInt64) {
        var random = SplitMix(state: seed)
        let limit = Int.random(in: 1...4, using: &random)
        var ledger = PoolLedger(limit: limit)
        var held: [PoolLedger.Slot] = []
        var queue: [PoolLedger.Waiter] = []
        for waiter in PoolLedger.Waiter(1)...500 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                switch ledger.ask(waiter) {
                case .use(let slot), .open(let slot): held.append(slot)
                case .wait: queue.append(waiter)
                case .refuse: Issue.record("refused by an open pool")
                }
            case 5 where !queue.isEmpty:
                let leaver = queue.remove(at: Int.random(in: queue.indices, using: &random))
                #expect(ledger.leave(leaver) == true)
            default:
                guard !held.isEmpty else { continue }
                let slot = held.remove(at: Int.random(in: held.indices, using: &random))
                switch ledger.giveBack(slot, usable: Bool.random(using: &random)) {
                case .keep, .discard: #expect(queue.isEmpty)
                case .pass(let next):
                    let first = queue.removeFirst()
                    #expect(first == next)
                    held.append(slot)
                case .replace(let next, let newSlot):
                    let first = queue.removeFirst()
                    #expect(first == next)
                    held.append(newSlot)
                }
            }
            #expect(ledger.leased == Set(held) && held.count == Set(held).count)
            #expect(ledger.leased.count + ledger.idle.count <= limit)
            #expect(ledger.leased.isDisjoint(with: ledger.idle))
            #expect(queue.isEmpty || ledger.leased.count == limit)
        }
    }
}

/// A small generator, so that a failing seed can be run again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
