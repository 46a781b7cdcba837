import Domain

/// The runs of the CRM sync since the company's first day: four a day, some failed, and some days on which most failed.
struct CRMSyncHistory {
    struct Run {
        let id: UUIDBits
        let syncedAt: Moment
        let status: Status
        let records: Int
        let error: String?
        let seconds: Int
    }

    enum Status: String {
        case success, error, partial
    }

    static func runs(plan: SampleCompany.Plan) -> [Run] {
        var random = RandomStream(seed: plan.seed, number: 0, purpose: .company)
        var runs: [Run] = []
        var outageRunsLeft = 0
        for day in plan.calendar.firstDay...plan.calendar.lastDay {
            let age = day - plan.calendar.firstDay
            // The latest days went well: the company is shown at a good moment.
            let isRecent = plan.calendar.lastDay - day <= 3
            for hour in [0, 6, 12, 18] {
                let start = plan.calendar.start(ofDay: day).adding(seconds: Int64(hour * 3_600 + 600 + random.below(240)))
                if !isRecent, random.chance(0.004) { outageRunsLeft = 3 + random.below(3) }
                if isRecent { outageRunsLeft = 0 }
                let run = Self.run(start, plan, age: age, isOutage: outageRunsLeft > 0, isRecent: isRecent, &random)
                outageRunsLeft = max(0, outageRunsLeft - 1)
                if run.syncedAt <= plan.calendar.asOf { runs.append(run) }
            }
        }
        return runs
    }

    private static func run(
        _ start: Moment, _ plan: SampleCompany.Plan, age: Int, isOutage: Bool, isRecent: Bool, _ random: inout RandomStream
    ) -> Run {
        let everybody = Double(plan.customers) * Double(age + 1) / Double(plan.calendar.days.count)
        let changed = max(1, Int(everybody * random.between(0.15, 0.45)))
        let regular = Int(6 + random.exponential(mean: 5) + Double(min(changed, 400_000)) / 220)
        let id = random.uuid()
        let fate = random.unit()
        if isOutage || !isRecent && fate < 0.009 {
            let error = isOutage ? errors[0] : random.pick(errors)
            let seconds = error.contains("timed out") ? 30 * 4 : 1 + random.below(6)
            return Run(id: id, syncedAt: start.adding(seconds: Int64(seconds)), status: .error, records: 0, error: error, seconds: seconds)
        }
        if !isRecent, fate < 0.018 {
            let done = Int(Double(changed) * random.between(0.4, 0.97))
            return Run(
                id: id, syncedAt: start.adding(seconds: Int64(regular)), status: .partial, records: done,
                error: "\(changed - done) of \(changed) records refused: \(random.pick(refusals))", seconds: regular)
        }
        return Run(
            id: id, syncedAt: start.adding(seconds: Int64(regular)), status: .success, records: changed, error: nil, seconds: regular)
    }

    private static let errors = [
        "503 Service Unavailable after 3 retries", "request timed out after 30 s (4 attempts)",
        "429 Too Many Requests: daily limit reached",
        "401 Unauthorized: access token expired", "connection reset by peer",
    ]
    private static let refusals = [
        "unknown field health_score_custom", "e-mail address rejected", "record locked by another process", "duplicate contact",
    ]
}
