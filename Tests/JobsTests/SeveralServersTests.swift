import Domain
import Jobs
import Postgres
import TestSupport
import Testing

/// Of several servers one runs a job, and another takes over when that one dies.
@Suite struct SeveralServersTests {
    @Test(.timeLimit(.minutes(20))) func oneOfManyRunsAJob() async throws {
        try await Workshop.open(at: "2024-03-01T00:00:00Z") { shop in
            let jobs = [shop.job("hourly", .hourly(minute: 0)), shop.job("other", .hourly(minute: 30))]
            let runners = (1...4).map { shop.runner(jobs, server: "server \($0)") }
            for runner in runners { try await runner.runDue() }
            for hour in 1...10 {
                shop.clock.set(time("2024-03-01T00:00:00Z").adding(seconds: Int64(hour) * 3_600))
                try await withThrowingTaskGroup { group in
                    for runner in runners { group.addTask { try await runner.runDue() } }
                    try await group.waitForAll()
                }
            }
            let done = shop.done.take()
            #expect(done.count == 20 && Set(done).count == 20)
            #expect(try await shop.record("hourly").count == 10)
        }
    }

    @Test(.timeLimit(.minutes(20))) func anotherTakesOverWhenTheLeaseHasExpired() async throws {
        try await Workshop.open(at: "2024-03-01T00:00:00Z") { shop in
            let (door, first, second) = (Door(), JobWatch(), JobWatch())
            let schedule = Schedule.daily(TimeOfDay(1, 0))
            let sleeper = shop.runner([Job("report", schedule) { _, _ in try await door.pass() }], server: "sleeper", watch: first)
            let other = shop.runner([shop.job("report", schedule)], server: "other", watch: second)
            try await sleeper.runDue()
            shop.clock.set(time("2024-03-01T01:00:00Z"))
            let asleep = Task { try await sleeper.runDue() }
            await door.untilReached()
            try await other.runDue()
            shop.clock.advance(seconds: 329)
            try await other.runDue()
            #expect(second.take() == [], "the lease holds")
            shop.clock.advance(seconds: 1)
            try await other.runDue()
            #expect(second.take() == [.ended("report", .abandoned), .began("report", attempt: 2), .ended("report", .succeeded)])
            #expect(shop.done.take() == ["report 2024-03-01T01:00:00Z"])
            // The sleeper wakes up, and its ending no longer counts.
            door.open()
            try await asleep.value
            #expect(first.take() == [.began("report", attempt: 1), .overtaken("report")])
            #expect(try await shop.record("report") == ["1 abandoned – sleeper", "2 succeeded – other"])
        }
    }

    @Test(.timeLimit(.minutes(20))) func aServerThatIsStoppedLeavesItsJobToOthersAtOnce() async throws {
        try await Workshop.open(at: "2024-03-01T00:00:00Z") { shop in
            let door = Door()
            let schedule = Schedule.daily(TimeOfDay(1, 0))
            let stopped = shop.runner([Job("report", schedule) { _, _ in try await door.pass() }], server: "stopped")
            try await stopped.runDue()
            shop.clock.set(time("2024-03-01T01:00:00Z"))
            let run = Task { await stopped.run() }
            await door.untilReached()
            run.cancel()
            await run.value
            #expect(try await shop.record("report") == ["1 abandoned – stopped"])
            try await shop.runner([shop.job("report", schedule)], server: "next").runDue()
            #expect(try await shop.record("report") == ["1 abandoned – stopped", "2 succeeded – next"])
        }
    }

    @Test func aJobThatKillsItsServersIsGivenUp() async throws {
        try await Workshop.open(at: "2024-03-01T00:00:00Z") { shop in
            let jobs = [shop.job("report", .daily(TimeOfDay(1, 0)))]
            let runner = shop.runner(jobs)
            try await runner.runDue()
            // Four servers died over it.
            shop.clock.set(time("2024-03-01T01:00:00Z"))
            for attempt in 1...4 {
                let at = time("2024-03-01T01:00:00Z").adding(seconds: Int64(attempt) * 600)
                try await shop.database.pool.execute(
                    """
                    INSERT INTO mainstay.job_runs (job, due_at, attempt, started_at, server, lease_until)
                    VALUES ('report', '2024-03-01T01:00:00Z', \(attempt), \(at), 'dead', \(at.adding(seconds: 330)))
                    """)
                shop.clock.set(at.adding(seconds: 330))
                if attempt < 4 {
                    try await shop.database.pool.execute(
                        "UPDATE mainstay.job_runs SET outcome = 'abandoned', finished_at = \(shop.clock.now) WHERE finished_at IS NULL")
                }
            }
            try await runner.runDue()
            #expect(shop.done.take() == [])
            #expect(try await shop.record("report").last == "4 abandoned – dead")
            shop.clock.set(time("2024-03-02T01:00:00Z"))
            try await runner.runDue()
            #expect(shop.done.take() == ["report 2024-03-02T01:00:00Z"])
        }
    }
}
