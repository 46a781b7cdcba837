import Domain
import Testing

@testable import Access

@Suite("The throttle")
struct ThrottleTests {
    private let now = AccessFixture.now

    /// Attempts so many seconds before now, newest first.
    private func attempts(_ secondsAgo: [Int64]) -> [Moment] { secondsAgo.map { now.adding(seconds: -$0) } }

    private func account(_ secondsAgo: [Int64]) -> Throttle.Verdict {
        Throttle.verdict(account: attempts(secondsAgo), address: [], now: now)
    }

    @Test("lets four failures pass, and not the fifth")
    func accountLimit() {
        #expect(account([0, 0, 0, 0]) == .allowed)
        #expect(account([0, 0, 0, 0, 0]) == .wait(until: now.adding(seconds: 60), of: .account))
    }

    @Test("ends a wait to the microsecond")
    func endOfWait() {
        let failures = attempts([60, 60, 60, 60, 60])
        #expect(Throttle.verdict(account: failures, address: [], now: now) == .allowed)
        let before = now.adding(microseconds: -1)
        #expect(Throttle.verdict(account: failures, address: [], now: before) == .wait(until: now, of: .account))
    }

    @Test("forgets a failure when it is as old as the window, to the microsecond")
    func window() {
        let four = attempts([30, 31, 32, 33])
        let oldest = now.adding(seconds: -900)
        #expect(Throttle.verdict(account: four + [oldest], address: [], now: now) == .allowed)
        #expect(
            Throttle.verdict(account: four + [oldest.adding(microseconds: 1)], address: [], now: now)
                == .wait(until: now.adding(seconds: 30), of: .account))
    }

    @Test(
        "doubles the wait with each further failure, up to the window",
        arguments: zip(5...13, [60, 120, 240, 480, 900, 900, 900, 900, 900]))
    func growth(failures: Int, seconds: Int64) {
        #expect(
            account(Array(repeating: 0, count: failures)) == .wait(until: now.adding(seconds: seconds), of: .account))
    }

    @Test("lets 49 failures of an address pass, and after the fiftieth waits until the first is forgotten")
    func addressLimit() {
        let ages = Array(stride(from: Int64(0), to: 490, by: 10))
        #expect(Throttle.verdict(account: [], address: attempts(ages), now: now) == .allowed)
        #expect(
            Throttle.verdict(account: [], address: attempts(ages + [899]), now: now) == .wait(until: now.adding(seconds: 1), of: .address))
        #expect(Throttle.verdict(account: [], address: attempts(ages + [900]), now: now) == .allowed)
    }

    @Test("takes the longer of two waits")
    func longer() {
        let address = attempts(Array(repeating: 0, count: 50))
        #expect(
            Throttle.verdict(account: attempts([0, 0, 0, 0, 0]), address: address, now: now)
                == .wait(until: now.adding(seconds: 900), of: .address))
        let old = attempts(Array(repeating: 890, count: 50))
        #expect(
            Throttle.verdict(account: attempts([0, 0, 0, 0, 0]), address: old, now: now)
                == .wait(until: now.adding(seconds: 60), of: .account))
    }

    @Test("counts the addresses of one subscriber as one")
    func addresses() {
        #expect(AddressKey.of("192.0.2.1") == "192.0.2.1")
        #expect(AddressKey.of("::ffff:192.0.2.1") == "192.0.2.1")
        #expect(AddressKey.of("2001:db8:1:2::1") == AddressKey.of("2001:db8:1:2:ffff::9"))
        #expect(AddressKey.of("2001:db8:1:2::1") != AddressKey.of("2001:db8:1:3::1"))
        #expect(AddressKey.of("fe80::1%eth0") == AddressKey.of("fe80::2%eth1"))
        #expect(AddressKey.of("::1") != AddressKey.of("127.0.0.1"))
        #expect(AddressKey.of("unix") == "unix")
    }
}
