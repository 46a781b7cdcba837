import Domain
import Health
import Postgres
import Synchronization

/// Everybody recomputed from all facts and compared with what is stored, campaign scores before and after included, against REFRESH.
struct Reconcile {
    let bench: Workbench

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("reconciling everybody")
        let scoresAlone = Mutex(Samples())
        let samples = try await company.configuration.withPool { pool in
            try await company.configuration.withConnection { connection in
                let refresh = ScoreRefresh(pool: pool, clock: try await CompanyClock(on: connection))
                // What other rows have left behind.
                _ = try await refresh.bringUpToDate()
                return try await Rounds.run(
                    [{ try await Self.time(refresh) { seconds in scoresAlone.withLock { $0.add(seconds) } } }]
                        + Yardstick.contestants(on: connection))
            }
        }
        let reconcile = samples[0]
        let first = Samples([company.record.firstReconcileSeconds])
        return [
            .of("\(company.size), nothing to write", reconcile),
            .of("    of it everybody's scores, the rest being campaigns'", scoresAlone.withLock { $0 }),
            .of("the first one, which writes every row" + (company.record.wasKept ? " (when the company was made)" : ""), first),
        ]
            + zip(Yardstick.allCases, samples.dropFirst()).map { yardstick, refresh in
                .ratio("against \(yardstick.title)", reconcile.median / refresh.median, samples: refresh, target: .ratioAtMost(1.5))
            }
    }

    private static func time(_ refresh: ScoreRefresh, scoresAlone: @escaping @Sendable (Double) -> Void) async throws -> Double {
        let watch = Stopwatch()
        let report = try await refresh.reconcile { done, total in
            if done == total { scoresAlone(watch.seconds) }
        }
        let seconds = watch.seconds
        guard report.differences == 0 else {
            throw BenchError.unexpected("the reconcile found \(report.differences ?? -1) stored scores wrong")
        }
        return seconds
    }
}
