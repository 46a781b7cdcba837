import Domain
import Jobs
import Postgres
import TestSupport
import Testing

@Suite struct JobRunnerTests {
    private struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    @Test func aJobRunsForEachOfItsMomentsOnce() async throws {
        try await Workshop.open(at: "2024-02-28T12:00:00Z") { shop in
            let runner = shop.runner([
                shop.job("nightly", .daily(TimeOfDay(2, 0)), delay: 300), shop.job("hourly", .hourly(minute: 30)),
            ])
            try await runner.runDue()
            #expect(shop.done.take() == [], "a new job waits for its first moment")
            shop.clock.set(time("2024-02-28T12:29:59.999999Z"))
            try await runner.runDue()
            #expect(shop.done.take() == [])
            shop.clock.set(time("2024-02-28T12:30:00Z"))
            try await runner.runDue()
            try await runner.runDue()
            #expect(shop.done.take() == ["hourly 2024-02-28T12:30:00Z"])
            // A delay begins it later, and for the same moment.
            shop.clock.set(time("2024-02-29T02:04:59Z"))
            try await runner.runDue()
            #expect(shop.done.take() == ["hourly 2024-02-29T01:30:00Z"], "made up once")
            shop.clock.set(time("2024-02-29T02:05:00Z"))
            try await runner.runDue()
            try await runner.runDue()
            #expect(shop.done.take() == ["nightly 2024-02-29T02:00:00Z"])
        }
    }

    @Test func ofMissedMomentsTheLatestIsMadeUpByWhoeverComesNext() async throws {
        try await Workshop.open(at: "2024-01-01T00:00:00Z") { shop in
            let jobs = [
                shop.job("weekly", .weekly(.monday, TimeOfDay(2, 0))), shop.job("monthly", .monthly(.first, TimeOfDay(2, 0))),
            ]
            try await shop.runner(jobs).runDue()
            shop.clock.set(time("2024-03-20T15:00:00Z"))
            let other = shop.runner(jobs, server: "two")
            try await other.runDue()
            #expect(shop.done.take().sorted() == ["monthly 2024-03-01T02:00:00Z", "weekly 2024-03-18T02:00:00Z"])
            try await other.runDue()
            #expect(shop.done.take() == [])
            shop.clock.set(time("2024-03-25T02:00:00Z"))
            try await other.runDue()
            #expect(shop.done.take() == ["weekly 2024-03-25T02:00:00Z"])
            #expect(try await shop.record("weekly") == ["1 succeeded – two", "1 succeeded – two"])
        }
    }

    @Test func aRunIsRecordedWithItsDuration() async throws {
        try await Workshop.open(at: "2024-03-01T00:00:00Z") { shop in
            let slow = Job("slow", .hourly(minute: 0)) { [clock = shop.clock] _, now in
                #expect(now == time("2024-03-01T01:00:10Z"))
                clock.advance(seconds: 42)
            }
            let runner = shop.runner([slow])
            try await runner.runDue()
            shop.clock.set(time("2024-03-01T01:00:10Z"))
            try await runner.runDue()
            let row = try #require(
                try await shop.database.pool.query("SELECT *, finished_at - started_at AS took FROM mainstay.job_runs").first)
            #expect(try row.text("took") == "00:00:42")
            #expect(try row.decode("due_at", as: Moment.self) == time("2024-03-01T01:00:00Z"))
            #expect(try await shop.record("slow") == ["1 succeeded – one"])
        }
    }

    @Test func aFailingJobIsTriedAgainWithGrowingPausesAndThenGivenUp() async throws {
        try await Workshop.open(at: "2024-03-01T00:30:00Z") { shop in
            let broken = Job("broken", .daily(TimeOfDay(1, 0))) { [done = shop.done] _, now in
                done.add("\(now)")
                throw Broken(description: "no paper")
            }
            let watch = JobWatch()
            let runner = shop.runner([broken, shop.job("sound", .daily(TimeOfDay(1, 0)))], watch: watch)
            try await runner.runDue()
            var tries: [String] = []
            // Minute by minute over a day and two hours.
            shop.clock.set(time("2024-03-01T01:00:00Z"))
            for _ in 0..<26 * 60 {
                if shop.clock.now < time("2024-03-01T01:40:00Z") || shop.clock.now > time("2024-03-02T00:50:00Z") {
                    try await runner.runDue()
                }
                tries += shop.done.take()
                shop.clock.advance(seconds: 60)
            }
            #expect(
                tries.filter { !$0.hasPrefix("sound") } == [
                    "2024-03-01T01:00:00Z", "2024-03-01T01:01:00Z", "2024-03-01T01:05:00Z", "2024-03-01T01:21:00Z",
                    "2024-03-02T01:00:00Z", "2024-03-02T01:01:00Z", "2024-03-02T01:05:00Z", "2024-03-02T01:21:00Z",
                ])
            #expect(tries.filter { $0.hasPrefix("sound") } == ["sound 2024-03-01T01:00:00Z", "sound 2024-03-02T01:00:00Z"])
            #expect(try await shop.record("broken") == [1, 2, 3, 4, 1, 2, 3, 4].map { "\($0) failed no paper one" })
            #expect(watch.take().filter { $0 == .ended("broken", .failed) }.count == 8)
        }
    }

    @Test func aJobThatRecoversIsDone() async throws {
        try await Workshop.open(at: "2024-03-01T00:30:00Z") { shop in
            let moody = Job("moody", .daily(TimeOfDay(1, 0))) { [done = shop.done] due, now in
                done.add("\(due)")
                if now < time("2024-03-01T01:05:00Z") { throw Broken(description: "not yet") }
            }
            let runner = shop.runner([moody])
            try await runner.runDue()
            for minute in 0..<30 {
                shop.clock.set(time("2024-03-01T01:00:00Z").adding(seconds: Int64(minute * 60)))
                try await runner.runDue()
            }
            #expect(Set(shop.done.take()) == ["2024-03-01T01:00:00Z"], "each attempt is for the same moment")
            #expect(try await shop.record("moody") == ["1 failed not yet one", "2 failed not yet one", "3 succeeded – one"])
        }
    }

    @Test(.timeLimit(.minutes(20))) func whatTakesTooLongIsStopped() async throws {
        try await Workshop.open(at: "2024-03-01T00:30:00Z") { shop in
            let door = Door()
            let stuck = Job("stuck", .daily(TimeOfDay(1, 0)), timeLimit: .milliseconds(1)) { _, _ in try await door.pass() }
            let runner = shop.runner([stuck])
            try await runner.runDue()
            shop.clock.set(time("2024-03-01T01:00:00Z"))
            try await runner.runDue()
            #expect(try await shop.record("stuck") == ["1 failed took longer than 0 s, and was stopped one"])
        }
    }

    @Test func runsAreForgottenAfterNinetyDays() async throws {
        try await Workshop.open(at: "2024-01-01T00:30:00Z") { shop in
            let runner = shop.runner([shop.job("daily", .daily(TimeOfDay(1, 0))), shop.job("monthly", .monthly(.first, TimeOfDay(1, 0)))])
            for day in 0..<100 {
                shop.clock.set(time("2024-01-01T01:00:00Z").adding(days: Int64(day)))
                try await runner.runDue()
            }
            // The first look, at one o'clock, was too late for the first day.
            #expect(try await shop.record("daily").count == 91)
            #expect(try await shop.record("monthly").count == 3)
        }
    }

    @Test func aClockThatWasWrongDoesNotStopAJob() async throws {
        try await Workshop.open(at: "2031-01-01T00:30:00Z") { shop in
            let runner = shop.runner([shop.job("daily", .daily(TimeOfDay(1, 0)))])
            try await runner.runDue()
            shop.clock.set(time("2031-01-01T01:00:00Z"))
            try await runner.runDue()
            shop.clock.set(time("2024-01-01T00:30:00Z"))
            try await runner.runDue()
            shop.clock.set(time("2024-01-01T01:00:00Z"))
            try await runner.runDue()
            try await runner.runDue()
            #expect(shop.done.take() == ["daily 2031-01-01T01:00:00Z", "daily 2024-01-01T01:00:00Z"])
        }
    }

    @Test func aJobWhoseScheduleChangedFollowsTheNewOne() async throws {
        try await Workshop.open(at: "2024-03-05T00:30:00Z") { shop in
            try await shop.runner([shop.job("report", .monthly(.first, TimeOfDay(2, 0)))]).runDue()
            let runner = shop.runner([shop.job("report", .hourly(minute: 0))])
            try await runner.runDue()
            shop.clock.set(time("2024-03-05T01:00:00Z"))
            try await runner.runDue()
            #expect(shop.done.take() == ["report 2024-03-05T01:00:00Z"])
        }
    }
}
