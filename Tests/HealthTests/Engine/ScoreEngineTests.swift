import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Health

@Suite struct ScoreEngineTests {
    private let start = time("2024-01-01T00:00:00Z")

    /// Passes until nothing is left to do, and what was observed meanwhile.
    private func passes(_ ledger: Ledger, _ engine: ScoreEngine, _ watch: EngineWatch) async throws -> [EngineWatch.Kind] {
        let before = watch.all.count
        while try await engine.pass(on: ledger.connection) {}
        return watch.all.dropFirst(before).map(EngineWatch.Kind.init)
    }

    @Test func theNightlyWorkIsDoneOnceAfterTwoInTheMorning() async throws {
        try await Ledger.open { ledger in
            let (watch, clock) = (EngineWatch(), FixedClock(time("2024-03-10T01:59:59Z")))
            let engine = ScoreEngine(pool: ledger.database.pool, clock: clock, observe: watch.observe)
            try await ledger.customer(start)
            func keptDays() async throws -> [String] {
                try await ledger.connection.query("SELECT DISTINCT day::text AS day FROM mainstay.daily_figures ORDER BY 1").map {
                    try $0.decode("day")
                }
            }
            // A new engine does what yesterday's left undone.
            #expect(try await passes(ledger, engine, watch) == [.rescored, .reconciled(.nightly), .figuresKept])
            #expect(try await keptDays().count == 69)
            clock.set(time("2024-03-10T01:59:59.999999Z"))
            #expect(try await passes(ledger, engine, watch) == [])
            clock.set(time("2024-03-10T02:00:00Z"))
            #expect(try await passes(ledger, engine, watch) == [.reconciled(.nightly), .figuresKept])
            #expect(try await passes(ledger, engine, watch) == [])
            // Days on which no server ran, few or many.
            clock.set(time("2024-03-13T14:00:00Z"))
            #expect(try await passes(ledger, engine, watch) == [.reconciled(.nightly), .figuresKept])
            clock.set(time("2024-04-02T14:00:00Z"))
            #expect(try await passes(ledger, engine, watch) == [.reconciled(.nightly), .figuresKept])
            let days = try await keptDays()
            #expect(days.count == 93 && days.first == "2024-01-01" && days.last == "2024-04-02")
            // Another engine finds the work of the day done.
            let other = ScoreEngine(pool: ledger.database.pool, clock: clock, observe: watch.observe)
            #expect(try await passes(ledger, other, watch) == [])
            // A fact of a past day is in its figures from the next night on.
            try await ledger.customer(time("2024-03-31T00:00:00Z"))
            #expect(try await passes(ledger, other, watch) == [.rescored])
            func customers() async throws -> Int? {
                try await ledger.answers.dailyFigures(of: DailyFigures.newestDay(at: time("2024-04-01T12:00:00Z")))["All"]?.customers
            }
            #expect(try await customers() == 1)
            clock.set(time("2024-04-03T02:00:00Z"))
            #expect(try await passes(ledger, other, watch) == [.reconciled(.nightly), .figuresKept])
            #expect(try await customers() == 2)
        }
    }

    /// Who is scored after the first ones is news (docs/alerts.md), however soon after.
    @Test func theFirstLoadIsOverWhenNothingIsLeftOfIt() async throws {
        try await Ledger.open { ledger in
            let (watch, clock) = (EngineWatch(), FixedClock(time("2024-03-10T03:00:00Z")))
            let engine = ScoreEngine(pool: ledger.database.pool, clock: clock, observe: watch.observe)
            _ = try await passes(ledger, engine, watch)
            func alerts() async throws -> Int? {
                try await ledger.connection.query("SELECT count(*)::integer AS alerts FROM mainstay.alerts").first?.decode("alerts")
            }
            try await ledger.customer(start)
            #expect(try await passes(ledger, engine, watch) == [.rescored])
            #expect(try await alerts() == 0)
            clock.advance(seconds: 1)
            try await ledger.customer(start)
            #expect(try await passes(ledger, engine, watch) == [.rescored])
            #expect(try await alerts() == 1)
        }
    }

    @Test func scoresOfAMomentToComeAreTakenBackWhileTheEngineRuns() async throws {
        try await Ledger.open { ledger in
            let (watch, clock) = (EngineWatch(), FixedClock(start.adding(days: 2)))
            let engine = ScoreEngine(pool: ledger.database.pool, clock: clock, observe: watch.observe)
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, start)
            _ = try await passes(ledger, engine, watch)
            try await ledger.refresh(start.adding(days: 30))
            clock.advance(seconds: 9)
            #expect(try await passes(ledger, engine, watch) == [])
            clock.advance(seconds: 1)
            #expect(try await passes(ledger, engine, watch) == [.reconciled(.clockStepped)])
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.engagement == 30)
        }
    }

    @Test func everybodyIsRescoredWhenABulkLoadOrAModelAsksForIt() async throws {
        try await Ledger.open { ledger in
            let (watch, clock) = (EngineWatch(), FixedClock(time("2024-03-10T03:00:00Z")))
            let engine = ScoreEngine(pool: ledger.database.pool, clock: clock, observe: watch.observe)
            let customer = try await ledger.customer(start)
            _ = try await passes(ledger, engine, watch)
            try await ledger.model(since: clock.now, ["engagement_weight": 0, "support_weight": 100, "value_weight": 0])
            #expect(try await passes(ledger, engine, watch) == [.reconciled(.requested)])
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.total == 100)
            try await ledger.connection.transaction { connection in
                try await connection.execute("SET LOCAL mainstay.bulk_load = on")
                try await connection.execute(
                    "INSERT INTO mainstay.support_tickets (user_id, status, opened_at) VALUES (\(customer), 'open', \(start))")
                try await connection.execute("INSERT INTO mainstay.rescore_queue (user_id) VALUES (NULL)")
            }
            #expect(try await passes(ledger, engine, watch) == [.reconciled(.requested)])
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.total == 67)
        }
    }

    @Test(.timeLimit(.minutes(20))) func aClockThatWasSetBackMakesALeaderStartAnew() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, start)
            try await ledger.refresh(start.adding(days: 30))
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.engagement == 0)
            let (watch, clock) = (EngineWatch(), FixedClock(start.adding(days: 2)))
            let run = Task { await ScoreEngine(pool: ledger.database.pool, clock: clock, observe: watch.observe).run() }
            try await watch.next(.reconciled(.clockStepped))
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.engagement == 30)
            run.cancel()
            await run.value
        }
    }

    @Test(.timeLimit(.minutes(20))) func whatWasMeasuredIsWrittenWhenTheEngineStops() async throws {
        try await Ledger.open { ledger in
            let watch = EngineWatch()
            let run = Task { await ScoreEngine(pool: ledger.database.pool, clock: SystemClock(), observe: watch.observe).run() }
            try await watch.next(.leading)
            try await watch.next(.figuresKept)
            try await ledger.customer(start)
            try await watch.next(.rescored)
            run.cancel()
            await run.value
            let scores: Int? = try await ledger.connection.query("SELECT sum(scores)::integer AS scores FROM mainstay.freshness_histogram")
                .first?.decode("scores")
            #expect(scores == 1)
            let rescored: Int? = try await ledger.connection.query(
                "SELECT sum(rescored)::integer AS rescored FROM mainstay.refresh_runs WHERE kind = 'incremental'"
            ).first?.decode("rescored")
            #expect(rescored == 1)
        }
    }
}
