import Health
import Synchronization

/// Hears what an engine observes, so that tests wait for events and not for time.
final class EngineWatch: Sendable {
    private let events: AsyncStream<EngineEvent>
    private let out: AsyncStream<EngineEvent>.Continuation
    private let heard = Mutex<[EngineEvent]>([])

    init() { (events, out) = AsyncStream.makeStream() }

    func observe(_ event: EngineEvent) {
        heard.withLock { $0.append(event) }
        out.yield(event)
    }

    /// Returns with the next event of a kind; earlier ones are passed over.
    /// - Throws: `CancellationError` when the test's time is up.
    func next(_ kind: Kind) async throws {
        for await event in events where Kind(event) == kind { return }
        throw CancellationError()
    }

    /// How often something has happened so far.
    func count(_ kind: Kind) -> Int { heard.withLock { $0.count { Kind($0) == kind } } }

    var all: [EngineEvent] { heard.withLock { $0 } }

    enum Kind: Sendable, Hashable {
        case leading
        case standingBy
        case rescored
        case reconciled(EngineEvent.ReconcileReason)
        case figuresKept
        case databaseLost
        case databaseBack
        case failed

        init(_ event: EngineEvent) {
            self =
                switch event {
                case .leading: .leading
                case .standingBy: .standingBy
                case .rescored: .rescored
                case .reconciled(_, let reason): .reconciled(reason)
                case .figuresKept: .figuresKept
                case .databaseLost: .databaseLost
                case .databaseBack: .databaseBack
                case .failed: .failed
                }
        }
    }
}
