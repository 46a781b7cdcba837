import Dashboards
import Domain
import Web

/// The newest snapshots, kept in memory: most pages show them, and they change once an hour at the most.
///
/// Whether there is a newer one is looked for at most once a second, by its number and by one request at a time; the others wait for its
/// answer. While the database is away pages go on with what is here; each says how old it is.
actor DashboardBackend: DashboardSource {
    private let store: SnapshotStore
    private let clock: any MomentSource
    private var kept: [DashboardName: Kept] = [:]
    private var looks: [DashboardName: Task<DashboardSnapshot?, any Error>] = [:]

    private struct Kept {
        var snapshot: DashboardSnapshot?
        var lookedAt: Moment
    }

    init(store: SnapshotStore, clock: any MomentSource) { (self.store, self.clock) = (store, clock) }

    func snapshot(_ name: DashboardName, asOf: Moment?) async throws -> DashboardSnapshot? {
        if let asOf { return try await store.newest(name, asOf: asOf) }
        // One that was looked for in the future tells that the clock was set back.
        if let kept = kept[name], (0..<Moment.microsecondsPerSecond).contains(clock.now.microseconds - kept.lookedAt.microseconds) {
            return kept.snapshot
        }
        if let look = looks[name] { return try await look.value }
        let look = Task { try await self.look(for: name) }
        looks[name] = look
        defer { looks[name] = nil }
        return try await look.value
    }

    private func look(for name: DashboardName) async throws -> DashboardSnapshot? {
        let before = kept[name]?.snapshot
        let now = clock.now
        do {
            var found = before
            let newest = try await store.list(name, limit: 1).first
            if newest?.id != before?.id { found = try await store.newest(name) }
            kept[name] = Kept(snapshot: found, lookedAt: now)
            return found
        } catch {
            guard let before else { throw error }
            kept[name] = Kept(snapshot: before, lookedAt: now)
            return before
        }
    }

    func snapshots(_ name: DashboardName, limit: Int) async throws -> [SnapshotHeader] { try await store.list(name, limit: limit) }

    func take(_ name: DashboardName, now: Moment) async throws -> DashboardSnapshot {
        let taken = try await store.take(name, at: now, reason: .requested)
        // Whoever took it sees it next.
        kept[name] = nil
        return taken
    }
}
