import Dashboards
import Domain
import Web

/// The figures of now for all open pages together: one question a second while anybody looks, none otherwise.
///
/// Where the answer takes long the questions come more rarely, so that the strip never costs more than a tenth of a processor. While the database is away the streams stay open and are silent, and go on when it is back.
actor LiveBackend: LiveSource {
    private let fetch: @Sendable () async throws -> LiveFigures
    private let pause: @Sendable (Duration) async throws -> Void
    private var viewers: [Int: AsyncStream<LiveFigures>.Continuation] = [:]
    private var lastViewer = 0
    private var newest: LiveFigures?
    private var polling: Task<Void, Never>?
    private var isClosed = false

    private static let shortestPause = Duration.seconds(1)

    /// - Parameters:
    ///   - fetch: asks the database.
    ///   - pause: waits between two questions; tests wait otherwise.
    init(
        fetch: @escaping @Sendable () async throws -> LiveFigures,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        (self.fetch, self.pause) = (fetch, pause)
    }

    func figures() -> AsyncStream<LiveFigures> {
        // A page that reads slowly gets the newest and misses those before it.
        let (stream, out) = AsyncStream.makeStream(of: LiveFigures.self, bufferingPolicy: .bufferingNewest(1))
        guard !isClosed else {
            out.finish()
            return stream
        }
        lastViewer += 1
        let viewer = lastViewer
        viewers[viewer] = out
        out.onTermination = { _ in Task { await self.leave(viewer) } }
        if let newest { out.yield(newest) }
        if polling == nil { polling = Task { await self.poll() } }
        return stream
    }

    /// Ends all streams, so that a server that stops need not wait for its pages.
    func close() {
        isClosed = true
        for viewer in viewers.values { viewer.finish() }
    }

    var viewerCount: Int { viewers.count }

    private func leave(_ viewer: Int) {
        viewers[viewer] = nil
        guard viewers.isEmpty else { return }
        polling?.cancel()
        (polling, newest) = (nil, nil)
    }

    private func poll() async {
        while !Task.isCancelled {
            let began = ContinuousClock.now
            if let figures = try? await fetch(), !Task.isCancelled {
                newest = figures
                for viewer in viewers.values { viewer.yield(figures) }
            }
            do {
                try await pause(max(Self.shortestPause, (ContinuousClock.now - began) * 9))
            } catch {
                return
            }
        }
    }
}
