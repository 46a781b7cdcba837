import Domain
import Postgres
import TestSupport
import Testing

@testable import Delivery

/// Slack is away: hours of the clock, none of the test.
@Suite struct SlackOutageTests {
    private func outbox(_ database: TestDatabase, _ slack: HTTPCatcher) -> Outbox {
        let settings = ChannelSettings(
            slack: .init(webhooks: ["#a": HiddenText(slack.url + "/a"), "#b": HiddenText(slack.url + "/b")]))
        // Pauses as they are in the middle: 15 s, 30 s, 1 min …
        return Outbox(
            pool: database.pool, channels: Channels(settings, links: links), clock: FixedClock(noon), chance: { 0.5 },
            stopwatch: { [begin = ContinuousClock.now] in begin })
    }

    /// The next moment at which something may be sent; nil when nothing waits.
    private func nextMoment(_ database: TestDatabase) async throws -> Moment? {
        try await database.pool.query(
            """
            SELECT min(greatest(m.next_try_at, p.until)) AS at FROM mainstay.messages AS m
              LEFT JOIN mainstay.delivery_pauses AS p ON p.channel = m.channel AND p.target = m.target WHERE m.state = 'waiting'
            """
        ).first?.decode("at")
    }

    @Test func anHourLosesNothingAndKeepsTheOrder() async throws {
        try await TestDatabase.withMigrated { database in
            try await HTTPCatcher.answering(.status(503)) { slack in
                for number in 1...6 { try await database.enqueue("\(number)", subject: number.isMultiple(of: 2) ? "even" : "odd") }
                try await database.enqueue("elsewhere", target: "#b")
                let outbox = outbox(database, slack)
                let back = noon.adding(seconds: 3_600)
                var arrivals: [String] = []
                while let now = try await nextMoment(database) {
                    if now >= back { slack.answer(.status(200, body: "ok")) }
                    for attempt in try await outbox.deliverDue(now: now).attempts where attempt.state == .sent {
                        let title = try await database.pool.query(
                            "SELECT content ->> 'title' AS title FROM mainstay.messages WHERE message_id = \(attempt.message)"
                        ).first?.decode("title", as: String.self)
                        arrivals.append("\(title ?? "?") \((now.microseconds - noon.microseconds) / Moment.microsecondsPerSecond)")
                    }
                }
                // Tried at 0, 15, 45, 105, 225, 465, 945 and 1,905 s in vain, and then at 3,705; the second subject a second later, since a channel
                // gets one message a second. What waited behind them follows.
                #expect(Set(arrivals.prefix(2)) == ["1 3705", "elsewhere 3705"])
                #expect(arrivals.dropFirst(2) == ["3 3706", "5 3707", "2 3708", "4 3709", "6 3710"])
                let attempts = try await database.pool.query(
                    """
                    SELECT m.content ->> 'title' || ' ' || count(*) AS line FROM mainstay.delivery_attempts AS a
                      JOIN mainstay.messages AS m ON m.message_id = a.message_id GROUP BY m.number, m.content ->> 'title' ORDER BY m.number
                    """
                ).map { try $0.decode("line", as: String.self) }
                #expect(attempts == ["1 9", "2 9", "3 1", "4 1", "5 1", "6 1", "elsewhere 9"])
                #expect(slack.requests.count == 31)
                #expect(try await Set(database.states()) == ["sent"])
            }
        }
    }

    /// The clock jumps over the end of a message's time: it gets one more try, and not none.
    @Test(arguments: [(200, "sent"), (503, "dead")]) func aJumpOfADayLeavesItOneTry(status: Int, state: String) async throws {
        try await TestDatabase.withMigrated { database in
            try await HTTPCatcher.answering(.status(503)) { slack in
                try await database.enqueue("one")
                let outbox = outbox(database, slack)
                _ = try await outbox.deliverDue(now: noon)
                slack.answer(.status(status))
                for hours: Int64 in [25, 26] { _ = try await outbox.deliverDue(now: noon.adding(seconds: hours * 3_600)) }
                #expect(try await database.states() == [state])
                #expect(slack.requests.count == 2)
            }
        }
    }

    /// The clock steps back an hour: what is on record as sent stays so, and what is made then is sent when its channel is free.
    @Test func aStepBackSendsNothingTwiceAndLosesNothing() async throws {
        try await TestDatabase.withMigrated { database in
            try await HTTPCatcher.answering(.status(200)) { slack in
                let outbox = outbox(database, slack)
                try await database.enqueue("one")
                _ = try await outbox.deliverDue(now: noon)
                try await database.enqueue("made in the hour that comes twice", at: noon.adding(seconds: -3_000))
                for seconds: Int64 in [-3_600, -3_000, -1, 0, 1, 2] { _ = try await outbox.deliverDue(now: noon.adding(seconds: seconds)) }
                #expect(slack.requests.count == 2)
                #expect(try await database.states() == ["sent", "sent"])
            }
        }
    }
}
