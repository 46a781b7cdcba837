import Dashboards
import Domain
import Jobs

/// The snapshots of the four dashboards, each on its schedule (operations.md §6).
struct SnapshotJobs: Sendable {
    let store: SnapshotStore

    /// The night's reconcile begins at 02:00 as well, and a snapshot of that moment can wait until it is over.
    private static let afterReconcile: Int64 = 300

    var all: [Job] {
        DashboardName.allCases.map { name in
            Job("snapshot-\(name.rawValue)", schedule(of: name), delay: name == .system ? 0 : Self.afterReconcile) { [store] due, now in
                try await store.take(name, at: now, asOf: due, reason: .scheduled)
            }
        }
    }

    private func schedule(of name: DashboardName) -> Schedule {
        let time = TimeOfDay(2, 0)
        return switch name {
        case .executive: .daily(time)
        case .campaigns: .weekly(.monday, time)
        case .system: .hourly(minute: 0)
        case .insights: .monthly(.first, time)
        }
    }

    /// Takes those that have never been taken, or not by this version of the program, so that no page is empty until its time comes.
    func takeMissing(now: Moment) async throws {
        for name in DashboardName.allCases where try await isMissing(name) {
            do {
                try await store.take(name, at: now, reason: .scheduled)
            } catch SnapshotError.beingTaken {
                // Then it is there in a moment.
            }
        }
    }

    /// Takes all of them as of now.
    ///
    /// - Parameter progress: called with how many are done, of how many.
    func takeAll(now: Moment, progress: (Int, Int) -> Void) async throws {
        let names = DashboardName.allCases
        for (done, name) in names.enumerated() {
            progress(done, names.count)
            try await store.take(name, at: now, reason: .requested)
        }
    }

    private func isMissing(_ name: DashboardName) async throws -> Bool {
        do {
            return try await store.newest(name) == nil
        } catch SnapshotError.unreadable {
            return true
        }
    }
}
