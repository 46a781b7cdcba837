import Jobs
import Synchronization

/// Hears what a runner observes, so that tests wait for events and not for time.
final class JobWatch: Sendable {
    private let events: AsyncStream<JobEvent>
    private let out: AsyncStream<JobEvent>.Continuation
    private let heard = Mutex<[Kind]>([])

    init() { (events, out) = AsyncStream.makeStream() }

    func observe(_ event: JobEvent) {
        heard.withLock { $0.append(Kind(event)) }
        out.yield(event)
    }

    /// Returns with the next event of a kind; earlier ones are passed over.
    /// - Throws: `CancellationError` when the test's time is up.
    func next(_ kind: Kind) async throws {
        for await event in events where Kind(event) == kind { return }
        throw CancellationError()
    }

    /// What happened since the last call.
    func take() -> [Kind] {
        heard.withLock { heard in
            defer { heard = [] }
            return heard
        }
    }

    enum Kind: Sendable, Hashable {
        case began(String, attempt: Int)
        case ended(String, JobRun.Outcome?)
        case overtaken(String)
        case databaseLost
        case databaseBack
        case failed

        init(_ event: JobEvent) {
            self =
                switch event {
                case .began(let run): .began(run.job, attempt: run.attempt)
                case .ended(let run): .ended(run.job, run.outcome)
                case .overtaken(let run): .overtaken(run.job)
                case .databaseLost: .databaseLost
                case .databaseBack: .databaseBack
                case .failed: .failed
                }
        }
    }
}
