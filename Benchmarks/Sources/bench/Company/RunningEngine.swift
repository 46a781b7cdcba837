import Domain
import Health
import Postgres

/// The score engine in this process, and what it says.
final class RunningEngine: Sendable {
    private let task: Task<Void, Never>
    private let events: EventQueue

    /// - Parameter pool: the engine's own.
    init(pool: Pool, clock: any MomentSource) {
        let (stream, continuation) = AsyncStream.makeStream(of: Said.self)
        events = EventQueue(stream)
        let engine = ScoreEngine(pool: pool, clock: clock) { continuation.yield(Said(event: $0, at: .now)) }
        task = Task {
            await engine.run()
            continuation.finish()
        }
    }

    struct Said: Sendable {
        let event: EngineEvent
        let at: ContinuousClock.Instant
    }

    /// The stream's one reader.
    private actor EventQueue {
        private var iterator: AsyncStream<Said>.Iterator

        init(_ stream: AsyncStream<Said>) { iterator = stream.makeAsyncIterator() }

        func next() async -> Said? { await iterator.next(isolation: self) }
    }

    /// Waits for the next batch that was committed.
    ///
    /// - Returns: when the engine said so.
    /// - Throws: ``BenchError`` when the engine is in trouble.
    func nextBatch() async throws -> ContinuousClock.Instant {
        while let said = await events.next() {
            switch said.event {
            case .rescored: return said.at
            case .leading, .reconciled, .figuresKept, .databaseBack: continue
            case .standingBy: throw BenchError.unexpected("another engine keeps this company's scores")
            case .databaseLost(let cause), .failed(let cause): throw BenchError.unexpected("the engine failed: \(cause)")
            }
        }
        throw BenchError.unexpected("the engine has ended")
    }

    func stop() { task.cancel() }

    /// Stops it and waits until it has put its books in order.
    func end() async {
        task.cancel()
        await task.value
    }
}
