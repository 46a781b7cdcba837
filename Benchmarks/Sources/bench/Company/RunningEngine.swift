import Domain
import Health
import Postgres

/// The score engine in this process, and what it says.
final class RunningEngine: Sendable {
    private let task: Task<Void, Never>
    private let said: AsyncStream<Said>

    /// - Parameter pool: the engine's own.
    init(pool: Pool, clock: any MomentSource) {
        let (stream, continuation) = AsyncStream.makeStream(of: Said.self)
        said = stream
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

    /// Waits for the next batch that was committed. One caller at a time.
    ///
    /// - Returns: when the engine said so.
    /// - Throws: ``BenchError`` when the engine is in trouble.
    func nextBatch() async throws -> ContinuousClock.Instant {
        for await said in said {
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
