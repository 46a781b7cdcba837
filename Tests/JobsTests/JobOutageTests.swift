import Domain
import Jobs
import Postgres
import TestSupport
import Testing

@Suite struct JobOutageTests {
    private struct Broken: Error {}

    @Test(.timeLimit(.minutes(20))) func theRunnerSurvivesARestartOfTheDatabaseAndWritesDownWhatItDid() async throws {
        try await TestCluster.withOwn { cluster in
            try await TestDatabase.withMigrated(in: cluster) { database in
                let shop = Workshop(database: database, clock: FixedClock(time("2024-03-01T00:00:00Z")))
                let (watch, door) = (JobWatch(), Door())
                let job = Job("report", .daily(TimeOfDay(1, 0))) { _, _ in try await door.pass() }
                try await shop.runner([job]).runDue()
                shop.clock.set(time("2024-03-01T01:00:00Z"))
                let (tries, tried) = AsyncStream.makeStream(of: Void.self)
                let runner = JobRunner(
                    [job], pool: database.pool, server: "one", clock: shop.clock, revive: { tried.yield() }, observe: watch.observe)
                let run = Task { await runner.run() }
                await door.untilReached()
                try await cluster.stop()
                // It ends while there is nobody to tell.
                door.open()
                try await watch.next(.databaseLost)
                var next = tries.makeAsyncIterator()
                for _ in 0..<3 { await next.next() }
                try await cluster.start()
                try await watch.next(.ended("report", .succeeded))
                try await watch.next(.databaseBack)
                run.cancel()
                await run.value
                #expect(try await shop.record("report") == ["1 succeeded – one"])
                let kinds = watch.take()
                #expect(kinds.filter { $0 == .databaseLost }.count == 1 && !kinds.contains(.failed))
            }
        }
    }

    @Test(.timeLimit(.minutes(20))) func thePreparationIsDoneOnceWhenTheDatabaseIsThere() async throws {
        try await TestCluster.withOwn { cluster in
            try await TestDatabase.withMigrated(in: cluster) { database in
                try await cluster.stop()
                let shop = Workshop(database: database, clock: FixedClock(time("2024-03-01T00:00:00Z")))
                let (prepared, out) = AsyncStream.makeStream(of: Void.self)
                let watch = JobWatch()
                let runner = JobRunner(
                    [shop.job("hourly", .hourly(minute: 0))], pool: database.pool, server: "one", clock: shop.clock,
                    prepare: {
                        try await database.pool.execute("SELECT FROM mainstay.job_runs")
                        out.yield()
                        throw Broken()
                    }, observe: watch.observe)
                let run = Task { await runner.run() }
                try await watch.next(.databaseLost)
                try await cluster.start()
                for await _ in prepared { break }
                // Whatever else is wrong with it does not keep the jobs from running.
                try await watch.next(.failed)
                try await watch.next(.databaseBack)
                run.cancel()
                await run.value
            }
        }
    }
}
