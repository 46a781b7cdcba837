import Domain
import Foundation
import Postgres
import TestSupport

@testable import Health

/// One random company lives its life in a database and in plain facts; now and then both are asked the same.
struct CompanyTrial {
    private let database: TestDatabase
    private let connection: Connection
    private let answers: Answers
    private let clock: FixedClock
    private var life: RandomCompany
    /// Everything that was done, as a script for psql.
    private(set) var script: [String] = []
    private(set) var disagreements: [String] = []

    init(seed: UInt64, database: TestDatabase) async throws {
        self.database = database
        connection = try await database.connect()
        answers = Answers(connection: connection)
        life = RandomCompany(seed: seed)
        clock = FixedClock(life.now)
    }

    private var oracle: Oracle { Oracle(life.company) }

    mutating func run() async throws {
        try await apply(life.foundation())
        for _ in 0..<life.random.number(in: 11...15) {
            life.passTime()
            clock.set(life.now)
            for _ in 0..<life.random.number(in: 1...2) { try await apply(life.transaction()) }
            try await engineComes()
            if life.random.chance(percent: 40) { try await askAboutMoments(count: 1) }
            guard disagreements.isEmpty else { return }
        }
        try await reconcile()
        try await compareStored()
        try await askAboutMoments(count: 3)
        try await compareHistories()
        try await compareDailyFigures()
    }

    // MARK: What happens

    private mutating func apply(_ transaction: RandomCompany.Transaction) async throws {
        let end = transaction.isRolledBack ? "ROLLBACK;" : "COMMIT;"
        script += ["-- it is \(life.now)", "BEGIN;"] + transaction.statements + [end]
        try await connection.script((["BEGIN;"] + transaction.statements + [end]).joined(separator: "\n"))
    }

    private mutating func engineComes() async throws {
        switch life.random.number(below: 10) {
        case ..<3:
            script.append("-- \(life.now): no engine")
        case ..<5:
            // Small batches, not always to the end.
            for _ in 0..<life.random.number(in: 1...4) {
                let statement = "SELECT mainstay.rescore_batch(\(Literal.of(life.now)), \(life.random.number(in: 1...4)));"
                script.append(statement)
                _ = try await connection.query(SQL(raw: statement))
            }
        case ..<9:
            script += [
                "SELECT mainstay.rescore_batch(\(Literal.of(life.now)), 10000);",
                "SELECT mainstay.stamp_campaigns(\(Literal.of(life.now)), 2000);",
            ]
            _ = try await ScoreRefresh(pool: database.pool, clock: clock).bringUpToDate()
            try await compareStored()
        default:
            try await reconcile()
            try await compareStored()
        }
    }

    private mutating func reconcile() async throws {
        script.append("-- \(life.now): reconcile")
        let report = try await ScoreRefresh(pool: database.pool, clock: clock).reconcile()
        disagreements += Disagreements.between("differences found by the reconcile", expected: 0, found: report.differences)
    }

    // MARK: What is compared

    private mutating func compareStored() async throws {
        let (oracle, now) = (oracle, life.now)
        let expected = oracle.scores(at: now)
        let scores = Dictionary(
            uniqueKeysWithValues: expected.compactMap { id, row in
                oracle.company.customers[id].map { (id, Answers.StoredScore(row: row, email: $0.email, onboardedAt: $0.createdAt)) }
            })
        disagreements += Disagreements.between("stored score", expected: scores, found: try await answers.storedScores())
        disagreements += Disagreements.between(
            "row that does not give its own score", expected: [:], found: try await rowsThatContradictThemselves())
        disagreements += Disagreements.between(
            "upcoming change", expected: oracle.upcomingChanges(at: now), found: try await answers.upcomingChanges())
        disagreements += Disagreements.between(
            "stored retention", expected: oracle.retentionMasks(at: now), found: try await answers.storedMasks())
        disagreements += Disagreements.between(
            "stamped campaign", expected: oracle.campaignScores(at: now), found: try await answers.stampedCampaigns())
        disagreements += Disagreements.between("campaigns stamped too early", expected: [], found: try await answers.prematureStamps())
        disagreements += Disagreements.between("impossible stored scores", expected: 0, found: try await answers.impossibleScores(at: now))
        disagreements += Disagreements.between("broken ledgers", expected: [], found: try await answers.brokenLedgers())
        disagreements += Disagreements.between("entries left waiting", expected: 0, found: try await answers.waiting())
    }

    /// Any stored score can be recomputed from its own row: from its inputs, its model and when it was made.
    private func rowsThatContradictThemselves() async throws -> [UUID: Score] {
        let times = try await answers.calculationTimes()
        return try await answers.storedScores().mapValues(\.row).filter { id, row in
            guard let model = life.company.models.first(where: { $0.version == row.model }), let time = times[id] else { return true }
            return model.score(of: row.inputs, at: time) != row.score
        }.mapValues(\.score)
    }

    /// Answers are exact at any moment, however far the engine has come.
    private mutating func askAboutMoments(count: Int) async throws {
        let oracle = oracle
        for _ in 0..<count {
            let moment = life.questionMoment()
            script.append("-- asked about \(moment)")
            disagreements += Disagreements.between(
                "score at \(moment)", expected: oracle.scores(at: moment), found: try await answers.scores(at: moment))
            for bounded in [false, true] {
                disagreements += Disagreements.between(
                    "retention at \(moment), \(bounded ? "bounded" : "unbounded"),",
                    expected: oracle.retentionCells(at: moment, bounded: bounded),
                    found: try await answers.retentionCells(at: moment, bounded: bounded))
            }
            let since = moment.adding(days: -Int64(life.random.pick([30, 90])))
            disagreements += Disagreements.between(
                "campaign at \(moment)", expected: oracle.campaignScores(at: moment, since: since),
                found: try await answers.campaignScores(at: moment, since: since))
            disagreements += Disagreements.between(
                "outcome of campaigns at \(moment)", expected: oracle.campaignOutcomes(at: moment),
                found: try await answers.campaignOutcomes(at: moment))
            disagreements += Disagreements.between(
                "figures at \(moment)", expected: oracle.figures(at: moment), found: try await answers.figures(at: moment))
            let customer = life.somebody()
            disagreements += Disagreements.between(
                "score of \(customer) at \(moment)", expected: oracle.life(of: customer).row(at: moment),
                found: try await answers.score(of: customer, at: moment))
            try await compareHistory(of: customer, between: moment, and: life.questionMoment())
        }
    }

    private mutating func compareHistory(of customer: UUID, between first: Moment, and second: Moment) async throws {
        let (since, until) = (min(first, second), max(first, second))
        disagreements += Disagreements.between(
            "history of \(customer) from \(since) to \(until)", expected: oracle.life(of: customer).history(from: since, to: until),
            found: try await answers.history(of: customer, from: since, to: until))
    }

    /// Of everybody, over all time.
    private mutating func compareHistories() async throws {
        let (since, until) = (life.now.adding(days: -800), life.now.adding(days: 200))
        for customer in life.company.customerIDs + life.strangers {
            try await compareHistory(of: customer, between: since, and: until)
        }
    }

    private mutating func compareDailyFigures() async throws {
        let last = DailyFigures.newestDay(at: life.questionMoment()).daysSinceEpoch
        let days = last - life.random.number(in: 3...40)...last
        let range = CivilDate(daysSinceEpoch: days.lowerBound)...CivilDate(daysSinceEpoch: days.upperBound)
        script.append("-- daily figures of \(range)")
        try await DailyFigures(pool: database.pool).rebuild(range)
        let oracle = oracle
        for day in days.map(CivilDate.init(daysSinceEpoch:)) {
            disagreements += Disagreements.between(
                "daily figures on \(day)", expected: oracle.figures(at: day.start.adding(seconds: 2 * 3_600)),
                found: try await answers.dailyFigures(of: day))
        }
    }
}
