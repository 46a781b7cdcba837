import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Health

/// Of several servers on one database one rescores, and another takes over when that one dies.
@Suite struct TakeoverTests {
    private let start = time("2024-01-01T00:00:00Z")
    private let clock = FixedClock(time("2024-03-01T00:00:00Z"))

    @Test(.timeLimit(.minutes(20))) func oneEngineLeadsAndAnotherTakesOver() async throws {
        try await Ledger.open { ledger in
            let administrator = try await ledger.database.connect()
            // The first server comes in under a role of its own. Without the role it cannot come back: it is as good as dead.
            let role = "engine of \(ledger.database.name)"
            try await administrator.execute("CREATE ROLE \(identifier: role) SUPERUSER")
            var configuration = ledger.database.configuration
            configuration.runtimeParameters["role"] = role
            configuration.applicationName = "first"

            let (first, second) = (EngineWatch(), EngineWatch())
            let firstPool = Pool(configuration)
            let firstRun = Task { [clock] in await ScoreEngine(pool: firstPool, clock: clock, observe: first.observe).run() }
            // A first engine begins with the work of the night.
            try await first.next(.leading)
            try await first.next(.figuresKept)
            let secondRun = Task { [clock] in await ScoreEngine(pool: ledger.database.pool, clock: clock, observe: second.observe).run() }
            try await second.next(.standingBy)

            let customer = try await ledger.customer(start)
            try await first.next(.rescored)
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.total == 30)

            try await administrator.execute("DROP ROLE \(identifier: role)")
            #expect(try await administrator.endSessions(where: "application_name = 'first'") >= 1)
            try await second.next(.leading)
            try await ledger.ticket(customer, start)
            try await second.next(.rescored)
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.total == 20)
            #expect(first.count(.leading) == 1)

            // It comes back to life and finds its place taken.
            try await administrator.execute("CREATE ROLE \(identifier: role) SUPERUSER")
            try await first.next(.standingBy)
            #expect(first.count(.leading) == 1 && second.count(.leading) == 1)

            // A server that is stopped in good order makes room at once.
            secondRun.cancel()
            await secondRun.value
            try await first.next(.leading)
            firstRun.cancel()
            await firstRun.value
            await firstPool.close()
            try await administrator.execute("DROP ROLE \(identifier: role)")
            await administrator.close()
        }
    }

    @Test(.timeLimit(.minutes(20))) func aLeaderThatOnlyLosesItsSessionGoesOn() async throws {
        try await Ledger.open { ledger in
            let watch = EngineWatch()
            let run = Task { [clock] in await ScoreEngine(pool: ledger.database.pool, clock: clock, observe: watch.observe).run() }
            try await watch.next(.leading)
            try await watch.next(.figuresKept)
            try await ledger.customer(start)
            try await watch.next(.rescored)
            let ended = try await ledger.connection.endSessions(
                where:
                    "pid IN (SELECT l.pid FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' AND l.granted) AND datname = current_database()"
            )
            #expect(ended == 1)
            try await watch.next(.databaseLost)
            try await watch.next(.databaseBack)
            try await watch.next(.leading)
            let late = try await ledger.customer(start)
            try await watch.next(.rescored)
            #expect(try await ledger.answers.storedScores()[late] != nil)
            run.cancel()
            await run.value
            #expect(watch.count(.databaseLost) == 1 && watch.count(.databaseBack) == 1 && watch.count(.failed) == 0)
        }
    }

    @Test(.timeLimit(.minutes(20))) func theDatabaseRestartsUnderTheEngine() async throws {
        try await TestCluster.withOwn { cluster in
            try await TestDatabase.withMigrated(in: cluster) { database in
                let watch = EngineWatch()
                let (tries, triesOut) = AsyncStream<Void>.makeStream()
                let engine = ScoreEngine(pool: database.pool, clock: clock, revive: { triesOut.yield() }, observe: watch.observe)
                let run = Task { await engine.run() }
                try await watch.next(.leading)
                try await watch.next(.figuresKept)
                var next = tries.makeAsyncIterator()
                for outage in 1...2 {
                    if outage == 1 { try await cluster.stop() } else { try await cluster.kill() }
                    try await watch.next(.databaseLost)
                    // However often it tries meanwhile.
                    for _ in 0..<3 { await next.next() }
                    try await cluster.start()
                    try await watch.next(.databaseBack)

                    let ledger = Ledger(database: database, connection: try await database.connect())
                    let customer = try await ledger.customer(start)
                    try await watch.next(.rescored)
                    #expect(try await ledger.answers.storedScores()[customer]?.row.score.total == 30)
                    await ledger.connection.close()
                    #expect(watch.count(.databaseLost) == outage && watch.count(.databaseBack) == outage)
                }
                run.cancel()
                await run.value
                #expect(watch.count(.failed) == 0, "\(watch.all)")
            }
        }
    }
}
