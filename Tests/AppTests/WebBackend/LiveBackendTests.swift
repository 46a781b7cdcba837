import Dashboards
import Domain
import Synchronization
import Testing

@testable import App

@Suite(.timeLimit(.minutes(20))) struct LiveBackendTests {
    private struct Away: Error {}

    /// A database that counts its questions, and pauses that end when the test says so.
    private final class Source: Sendable {
        let asked = Mutex(0)
        let isAway = Mutex(false)
        private let pauses = AsyncStream<Void>.makeStream()
        private let begun = AsyncStream<Void>.makeStream()

        var backend: LiveBackend {
            LiveBackend(
                fetch: {
                    let number = self.asked.withLock { asked in
                        asked += 1
                        return asked
                    }
                    if self.isAway.withLock({ $0 }) { throw Away() }
                    return LiveFigures(
                        asOf: Moment(microseconds: Int64(number)), customers: number, averageScore: nil, healthy: 0, atRisk: 0, critical: 0,
                        freshnessP95Milliseconds: nil, alertsOpen: nil)
                },
                pause: { _ in
                    self.begun.continuation.yield()
                    for await _ in self.pauses.stream { return }
                    throw CancellationError()
                })
        }

        func untilPausing() async { for await _ in begun.stream { return } }
        func endPause() { pauses.continuation.yield() }
    }

    @Test func allPagesShareOneQuestion() async throws {
        let source = Source()
        let backend = source.backend
        var one = await backend.figures().makeAsyncIterator()
        #expect(await one.next()?.customers == 1)
        await source.untilPausing()
        // A page that is opened later sees at once what there is.
        var other = await backend.figures().makeAsyncIterator()
        #expect(await other.next()?.customers == 1)
        source.endPause()
        #expect(await one.next()?.customers == 2)
        #expect(await other.next()?.customers == 2)
        #expect(source.asked.withLock { $0 } == 2)
        await backend.close()
        #expect(await one.next() == nil)
        #expect(await other.next() == nil)
        var late = await backend.figures().makeAsyncIterator()
        #expect(await late.next() == nil)
    }

    @Test func nobodyAsksWhileNobodyLooks() async throws {
        let source = Source()
        let backend = source.backend
        #expect(source.asked.withLock { $0 } == 0)
        let reader = Task {
            for await _ in await backend.figures() {}
        }
        await source.untilPausing()
        reader.cancel()
        await reader.value
        while await backend.viewerCount > 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
        source.endPause()
        // Whoever comes next begins anew.
        var next = await backend.figures().makeAsyncIterator()
        #expect(await next.next()?.customers == 2)
        #expect(source.asked.withLock { $0 } == 2)
    }

    @Test func streamsStayOpenWhileTheDatabaseIsAway() async throws {
        let source = Source()
        let backend = source.backend
        var page = await backend.figures().makeAsyncIterator()
        #expect(await page.next()?.customers == 1)
        await source.untilPausing()
        source.isAway.withLock { $0 = true }
        for _ in 0..<3 {
            source.endPause()
            await source.untilPausing()
        }
        source.isAway.withLock { $0 = false }
        source.endPause()
        #expect(await page.next()?.customers == 5)
        await backend.close()
    }
}
