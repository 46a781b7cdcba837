import Domain
import Postgres
import Testing

@testable import Schema

@Suite struct OutageTests {
    private struct Other: Error {}

    private enum Event: OutageEvent {
        case databaseLost(cause: String)
        case databaseBack(outageSeconds: Double)
        case failed(cause: String)
    }

    @Test func isAnnouncedOnceAndEndsOnce() async throws {
        var outage = Outage()
        var events: [String] = []
        func observe(_ event: Event) {
            switch event {
            case .databaseLost: events.append("lost")
            case .databaseBack(let seconds): events.append("back after \(seconds) s")
            case .failed: events.append("failed")
            }
        }
        let began = try Moment(iso8601: "2024-03-01T10:00:00Z")
        let nowhere = try ConnectionConfiguration(url: "host=/nonexistent")
        let lost = try #require(await #expect(throws: PostgresError.self) { try await Connection.open(nowhere) })
        var pauses: [Duration] = []
        for second in 0..<8 { pauses.append(outage.pause(after: lost, at: began.adding(seconds: Int64(second)), spread: 1, observe)) }
        #expect(outage.isOn)
        outage.end(at: began.adding(seconds: 9), observe)
        outage.end(at: began.adding(seconds: 10), observe)
        #expect(events == ["lost", "back after 9.0 s"])
        #expect(pauses.first == .milliseconds(200) && pauses.last == .seconds(5))
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(outage.pause(after: lost, at: began, spread: 0, { (_: Event) in }) == .milliseconds(100))
        outage.end(at: began, { (_: Event) in })
        // The next outage begins with short pauses again; other errors are none.
        #expect(outage.pause(after: Other(), at: began, spread: 1, observe) == .milliseconds(200))
        #expect(!outage.isOn)
        outage.end(at: began, observe)
        #expect(events == ["lost", "back after 9.0 s", "failed"])
    }
}
