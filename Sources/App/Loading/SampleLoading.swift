public import Domain
public import Intake
import Postgres

/// Makes a sample company and brings every figure up to date with it.
public struct SampleLoading: Sendable {
    private let company: SampleCompany
    private let database: Database
    private let clock: any MomentSource
    private let progress: ProgressDisplay
    private let beforeScores: @Sendable () async throws -> Void

    /// - Parameter beforeScores: what happens between the facts and the scores of now.
    public init(
        company: SampleCompany, database: Database, clock: any MomentSource, progress: ProgressDisplay,
        beforeScores: @escaping @Sendable () async throws -> Void = {}
    ) {
        (self.company, self.database, self.clock, self.progress) = (company, database, clock, progress)
        self.beforeScores = beforeScores
    }

    /// - Throws: `SampleError` when customers are there already; `PostgresError`.
    public func run() async throws -> SampleReport {
        let report = try await database.pool.withConnection { [company, progress] connection in
            try await company.load(into: connection) { progress.show($0.step) }
        }
        try await beforeScores()
        let followUp = FollowUp(database: database, clock: clock, progress: progress)
        try await followUp.refreshScores()
        try await followUp.refreshFigures()
        return report
    }
}

extension SampleReport {
    /// `2,000 customers, 118,000 usage events, … in 1.5 s (80,000 events/s)`
    public var sentence: String {
        let rows = tables.map { "\(NumberText.count($0.rows)) \($0.name.replacing("_", with: " "))" }.joined(separator: ", ")
        let rate = NumberText.count(Int(eventsPerSecond))
        return "\(rows)\nin \((seconds * 10).rounded() / 10) s, \(rate) usage events a second\n"
    }
}
