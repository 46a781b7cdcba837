import Domain
import Postgres
import Schema

/// Do the server and this machine agree on the time?
///
/// Facts are stamped by the server, scores are computed for this machine's time.
struct ClockFacts: Sendable {
    /// Server minus this machine, in microseconds, at the middle of the question.
    var offset: Int64
    /// Half the time that the question took: the offset is no better known than that.
    var uncertainty: Int64

    static let warningAt = 1 * Moment.microsecondsPerSecond
    static let problemAt = 60 * Moment.microsecondsPerSecond

    static func read(on connection: Connection, clock: any MomentSource) async throws -> ClockFacts? {
        let asked = clock.now
        let rows = try await connection.query("SELECT clock_timestamp() AS moment")
        let answered = clock.now
        guard let server = try rows.first?.decode("moment", as: Moment.self) else { return nil }
        let half = (answered.microseconds - asked.microseconds) / 2
        return ClockFacts(offset: server.microseconds - asked.microseconds - half, uncertainty: half)
    }

    /// What is certainly wrong.
    private var skew: Int64 { max(0, abs(offset) - uncertainty) }

    var findings: [Finding] {
        let difference = Spoken.duration(microseconds: abs(offset))
        guard skew > Self.warningAt else { return [.ok(.clock, "the server and this machine differ by \(difference)")] }
        let seen = "the server's clock is \(difference) \(offset > 0 ? "ahead of" : "behind") this machine's"
        let remedy = "set both by NTP (timedatectl set-ntp true)"
        return [
            skew > Self.problemAt
                ? .problem(.clock, .clockSkew, seen + ": facts count too early or too late", remedy: remedy)
                : .warning(.clock, .clockSkew, seen, remedy: remedy)
        ]
    }
}
