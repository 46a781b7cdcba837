import Alerting
import Delivery
import Domain
import Gates
import Health
import Postgres
import Rhythm

/// Lets the sample company's last days pass one after the other, so that what changed in them was noticed, told, checked and taken in hand as it
/// would have been with a server running.
///
/// Everything is done by the functions that do it for real, each at its moment and in the order of the moments; only the people are invented.
struct DemoDays: Sendable {
    let database: Database
    let clock: any MomentSource
    let progress: ProgressDisplay

    /// Most of a week, so that there mostly is a Monday with its digest, and short of the week for which messages without a channel are kept.
    private static let days: Int64 = 6
    private static let hoursPerRefresh: Int64 = 8
    /// Longer than an alert must last before it is told.
    private static let untilTold: Int64 = 3_600
    private static let untilSeen: Int64 = 7_200

    func pass() async throws {
        // Nothing is sent: nobody wants to be told today what happened last week.
        let outbox = Outbox(pool: database.pool, channels: Channels([:]), clock: clock)
        let plan = Self.plan(until: clock.now)
        for (index, event) in plan.enumerated() {
            progress.show(
                ProgressStep("letting the last days pass", share: Double(index) / Double(plan.count), count: index, unit: "moments"))
            try await happen(event)
            _ = try await outbox.deliverDue(now: event.moment)
        }
    }

    // MARK: What happens when

    struct Event: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            /// Scores and figures are looked at.
            case refresh
            /// What has lasted is told.
            case tell
            /// Somebody looks at the alerts; which time it is.
            case look(Int)
            case systemCheck
            /// 02:00, 02:30 and 02:35, and 09:00 on Mondays.
            case reconcile, dailyCheck, gateRecord, digest
        }

        let moment: Moment
        let kind: Kind
    }

    /// In the order of the moments. The first is a refresh: before any score there is nothing to check.
    static func plan(until now: Moment) -> [Event] {
        let first = now.adding(days: -days)
        var events: [Event] = []
        var looks = 0
        let refreshes = days * 24 / hoursPerRefresh
        for number in 0..<refreshes {
            let moment = first.adding(seconds: number * hoursPerRefresh * 3_600)
            events.append(Event(moment: moment, kind: .refresh))
            events.append(Event(moment: moment.adding(seconds: untilTold), kind: .tell))
            // Twice a day.
            guard number % 3 > 0 else { continue }
            events.append(Event(moment: moment.adding(seconds: untilSeen), kind: .look(looks)))
            looks += 1
        }
        for hour in 0..<(days * 24) {
            events.append(Event(moment: first.adding(seconds: hour * 3_600 + 60), kind: .systemCheck))
        }
        for day in 0...days {
            let midnight = CivilDate(of: first.adding(days: day)).start
            for (minute, kind) in [(120, Event.Kind.reconcile), (150, .dailyCheck), (155, .gateRecord), (540, .digest)] {
                let moment = midnight.adding(seconds: Int64(minute) * 60)
                if moment > first, moment < now { events.append(Event(moment: moment, kind: kind)) }
            }
        }
        return events.sorted { $0.moment < $1.moment }
    }

    private func happen(_ event: Event) async throws {
        let (pool, moment) = (database.pool, event.moment)
        switch event.kind {
        case .refresh:
            _ = try await ScoreRefresh(pool: pool, clock: Then(now: moment)).bringUpToDate()
            try await AlertEvaluation(pool: pool).run(asOf: moment)
        case .tell: try await AlertEvaluation(pool: pool).run(asOf: moment, figures: [])
        case .look(let time): try await DemoPeople(pool: pool).look(time, at: moment)
        case .systemCheck: _ = try await SystemChecks(pool: pool).runIfDue(now: moment)
        case .reconcile: _ = try await ScoreRefresh(pool: pool, clock: Then(now: moment)).reconcile()
        case .dailyCheck: _ = try await DailyChecks(pool: pool).run(due: moment, now: moment)
        case .gateRecord: try await GateRecords(pool: pool).record(asOf: moment, now: moment)
        case .digest: _ = try await Digests(pool: pool).runIfDue(now: moment)
        }
    }

    private struct Then: MomentSource {
        let now: Moment
    }
}
