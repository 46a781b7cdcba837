import Domain
import Postgres
import Testing

@testable import Health

@Suite struct OutageTests {
    private struct Other: Error {}

    @Test func isAnnouncedOnceAndEndsOnce() async throws {
        var outage = Outage()
        var events: [String] = []
        func observe(_ event: EngineEvent) {
            switch event {
            case .databaseLost: events.append("lost")
            case .databaseBack(let seconds): events.append("back after \(seconds) s")
            case .failed: events.append("failed")
            default: events.append("else")
            }
        }
        let began = time("2024-03-01T10:00:00Z")
        let nowhere = try ConnectionConfiguration(url: "host=/nonexistent")
        let lost = try #require(await #expect(throws: PostgresError.self) { try await Connection.open(nowhere) })
        var pauses: [Duration] = []
        for second in 0..<8 { pauses.append(outage.pause(after: lost, at: began.adding(seconds: Int64(second)), observe)) }
        #expect(outage.isOn)
        outage.end(at: began.adding(seconds: 9), observe)
        outage.end(at: began.adding(seconds: 10), observe)
        #expect(events == ["lost", "back after 9.0 s"])
        #expect(pauses.first == .milliseconds(200) && pauses.last == .seconds(5))
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
        // The next outage begins with short pauses again; other errors are none.
        #expect(outage.pause(after: Other(), at: began, observe) == .milliseconds(200))
        #expect(!outage.isOn)
        outage.end(at: began, observe)
        #expect(events == ["lost", "back after 9.0 s", "failed"])
    }
}
