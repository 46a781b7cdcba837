import Domain
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Delivery

/// Whoever dies or goes away between two steps of a delivery.
@Suite struct OutboxOutageTests {
    /// The program dies between claiming and sending.
    @Test func whatWasClaimedAndNotSentIsSentWhenTheLeaseEnds() async throws {
        try await TestDatabase.withMigrated { database in
            let id = try await database.enqueue("one")
            let dead = OutboxBooks(pool: database.pool, holder: "dead")
            let claimed = try await dead.claim([.init(to: .init(channel: "slack", target: "#a"), spacing: 0)], now: noon)
            #expect(claimed.map(\.id) == [id])
            let channel = ToldChannel()
            let outbox = database.outbox(channel, holder: "b")
            #expect(try await outbox.deliverDue(now: noon.adding(seconds: 119)).attempts.isEmpty)
            #expect(try await outbox.deliverDue(now: noon.adding(seconds: 120)).sent == 1)
            #expect(channel.messages.map(\.id) == [id])
        }
    }

    /// A server sleeps past its lease, and another has sent the message meanwhile: it is no failure by then, whatever the first one finds.
    @Test func whoComesTooLateChangesNothing() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.enqueue("one")
            let (reached, reach) = AsyncStream.makeStream(of: Void.self)
            let (waking, wake) = AsyncStream.makeStream(of: Void.self)
            let sleepy = ToldChannel { _ in
                reach.yield()
                for await _ in waking { break }
                return .failed(reason: "HTTP 404")
            }
            let late = Task { try await database.outbox(sleepy).deliverDue(now: noon) }
            for await _ in reached { break }
            _ = try await database.outbox(ToldChannel(), holder: "b").deliverDue(now: noon.adding(seconds: 120))
            wake.finish()
            #expect(try await late.value.attempts.map(\.state) == [nil])
            #expect(try await database.states() == ["sent"])
            #expect(try await database.attempts() == ["sent", "failed"])
        }
    }

    /// The database is there and refuses for a while: a deadlock, a lock that is held for too long, a full disk.
    @Test(.timeLimit(.minutes(20))) func whatCannotBeRecordedAtOnceIsRecordedLaterAndNotSentAgain() async throws {
        try await TestDatabase.withMigrated { database in
            for statement: SQL in [
                "CREATE SEQUENCE mainstay.tries",
                """
                CREATE FUNCTION mainstay.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE code text := (ARRAY['40P01', '55P03', '53100'])[nextval('mainstay.tries')];
                BEGIN
                    IF code IS NOT NULL THEN RAISE EXCEPTION 'not now' USING ERRCODE = code; END IF;
                    RETURN NEW;
                END $$
                """,
                "CREATE TRIGGER refuse BEFORE INSERT ON mainstay.delivery_attempts FOR EACH ROW EXECUTE FUNCTION mainstay.refuse()",
            ] { try await database.pool.execute(statement) }
            try await database.enqueue("one")
            let channel = ToldChannel()
            let (events, event) = AsyncStream.makeStream(of: String.self)
            let outbox = database.outbox(channel) { what in
                switch what {
                case .delivered(let attempt): event.yield("recorded as \(attempt.outcome.word)")
                case .failed(let cause): event.yield(cause)
                default: break
                }
            }
            let run = Task { await outbox.run() }
            for await event in events {
                #expect(event == "recorded as sent")
                break
            }
            run.cancel()
            await run.value
            #expect(channel.titles == ["one"])
            #expect(try await database.states() == ["sent"])
            #expect(try await database.attempts() == ["sent"])
        }
    }

    /// It is sent when the database is there, recorded when it is back, and not sent again.
    @Test(.timeLimit(.minutes(20))) func theDatabaseGoesAwayWhileAMessageIsOnItsWay() async throws {
        try await TestCluster.withOwn { cluster in
            try await TestDatabase.withMigrated(in: cluster) { database in
                let (reached, reach) = AsyncStream.makeStream(of: Void.self)
                let (going, go) = AsyncStream.makeStream(of: Void.self)
                let channel = ToldChannel { message in
                    guard message.content.title == "one" else { return .sent(answer: "ok") }
                    reach.yield()
                    for await _ in going { break }
                    return .sent(answer: "ok")
                }
                let (events, event) = AsyncStream.makeStream(of: String.self)
                let outbox = database.outbox(channel) { what in
                    switch what {
                    case .databaseLost: event.yield("lost")
                    case .databaseBack: event.yield("back")
                    case .delivered(let attempt): event.yield(attempt.outcome.word)
                    default: break
                    }
                }
                try await database.enqueue("one", subject: "s")
                try await database.enqueue("two", subject: "s")
                let run = Task { await outbox.run() }
                for await _ in reached { break }
                try await cluster.kill()
                var next = events.makeAsyncIterator()
                #expect(await next.next() == "lost")
                go.finish()
                try await cluster.start()
                var seen: [String] = []
                while seen.count(where: { $0 == "sent" }) < 2, let event = await next.next() { seen.append(event) }
                #expect(seen.filter { $0 != "lost" }.sorted() == ["back", "sent", "sent"])
                run.cancel()
                await run.value
                #expect(channel.titles == ["one", "two"])
                #expect(try await database.states() == ["sent", "sent"])
            }
        }
    }
}
