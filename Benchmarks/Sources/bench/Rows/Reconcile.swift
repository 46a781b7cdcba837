import Domain
import Health
import Postgres

/// Everybody recomputed from all facts and compared with what is stored, campaign scores before and after included, against REFRESH.
struct Reconcile {
    let bench: Workbench

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("reconciling everybody")
        let samples = try await company.configuration.withPool { pool in
            try await company.configuration.withConnection { connection in
                let clock = try await CompanyClock(on: connection)
                let refresh = ScoreRefresh(pool: pool, clock: clock)
                // What other rows have left behind.
                _ = try await refresh.bringUpToDate()
                return try await Rounds.run(
                    [
                        {
                            let watch = Stopwatch()
                            let report = try await refresh.reconcile()
                            let seconds = watch.seconds
                            guard report.differences == 0 else {
                                throw BenchError.unexpected("the reconcile found \(report.differences ?? -1) stored scores wrong")
                            }
                            return seconds
                        }
                    ] + Yardstick.contestants(on: connection))
            }
        }
        let reconcile = samples[0]
        let first = Samples([company.record.firstReconcileSeconds])
        return [
            .of("\(company.size), nothing to write", reconcile),
            .of("the first one, which writes every row" + (company.record.wasKept ? " (when the company was made)" : ""), first),
        ]
            + zip(Yardstick.allCases, samples.dropFirst()).map { yardstick, refresh in
                .ratio("against \(yardstick.title)", reconcile.median / refresh.median, samples: refresh, target: .ratioAtMost(1.5))
            }
    }
}
