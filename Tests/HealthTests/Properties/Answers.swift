import Domain
import Foundation
import Postgres
import Schema

/// What the database says, in the words of the oracle.
struct Answers: Sendable {
    let connection: Connection

    // MARK: What is stored

    struct StoredScore: Equatable, Sendable, CustomStringConvertible {
        var row: ScoreRow
        var email: String?
        var onboardedAt: Moment

        var description: String { "\(row), \(email ?? "–"), since \(onboardedAt)" }
    }

    func storedScores() async throws -> [UUID: StoredScore] {
        try await byCustomer("SELECT * FROM mainstay.customer_health_scores") { row in
            StoredScore(row: try Self.score(row), email: try row.decode("email"), onboardedAt: try row.decode("onboarded_at"))
        }
    }

    /// When each stored row was made.
    func calculationTimes() async throws -> [UUID: Moment] {
        try await byCustomer("SELECT user_id, calculated_at FROM mainstay.customer_health_scores") { try $0.decode("calculated_at") }
    }

    /// Rows that say something else of the days since the last activity, or of when they were made, than can be.
    func impossibleScores(at now: Moment) async throws -> Int {
        let rows = try await connection.query(
            """
            SELECT count(*)::integer AS impossible FROM mainstay.customer_health_scores AS s
             WHERE s.calculated_at > \(now)
                OR s.days_since_activity IS DISTINCT FROM floor(extract(epoch FROM s.calculated_at - s.last_activity) / 86400)::double precision
            """)
        return try rows.first?.decode("impossible") ?? -1
    }

    func upcomingChanges() async throws -> [UUID: Moment] {
        try await byCustomer("SELECT * FROM mainstay.upcoming_changes") { try $0.decode("change_at") }
    }

    func storedMasks() async throws -> [UUID: RetentionMasks] {
        try await byCustomer("SELECT * FROM mainstay.customer_retention") { row in
            RetentionMasks(
                cohort: try row.decode("cohort_month"), activeIn: try row.decode("active_in"), activeSince: try row.decode("active_since"))
        }
    }

    func stampedCampaigns() async throws -> [Int: CampaignScores] {
        try await campaigns(
            """
            SELECT c.id AS campaign_id, c.after_stamped AS matured, c.health_score_before AS score_before, c.health_status_before AS status_before,
                   c.health_score_after AS score_after, c.health_status_after AS status_after
              FROM mainstay.retention_campaigns AS c WHERE c.before_stamped
            """)
    }

    /// Campaigns with a score though it is not their time.
    func prematureStamps() async throws -> [Int] {
        try await connection.query(
            """
            SELECT c.id FROM mainstay.retention_campaigns AS c
             WHERE NOT c.before_stamped AND num_nonnulls(c.health_score_before, c.health_status_before) > 0
                OR NOT c.after_stamped AND num_nonnulls(c.health_score_after, c.health_status_after) > 0
            """
        ).map { try $0.decode("id") }
    }

    func waiting() async throws -> Int {
        try await connection.query(
            "SELECT ((SELECT count(*) FROM mainstay.rescore_queue) + (SELECT count(*) FROM mainstay.campaign_stamp_queue))::integer AS waiting"
        ).first?.decode("waiting") ?? -1
    }

    /// Customers whose ledger is not one chain that ends with what is stored.
    func brokenLedgers() async throws -> [UUID] {
        try await connection.query(
            """
            WITH chain AS (
                SELECT h.*, lag(h.to_status) OVER w AS status_before, lag(h.to_total) OVER w AS total_before, lag(h.processed_at) OVER w AS time_before,
                       lead(h.id) OVER w IS NULL AS is_last
                  FROM mainstay.health_status_changes AS h WINDOW w AS (PARTITION BY h.user_id ORDER BY h.id)
            )
            SELECT COALESCE(c.user_id, s.user_id) AS user_id
              FROM chain AS c FULL JOIN mainstay.customer_health_scores AS s ON s.user_id = c.user_id AND c.is_last
             WHERE c.user_id IS NULL
                OR c.from_status IS DISTINCT FROM c.status_before
                OR c.from_status IS NOT DISTINCT FROM c.to_status
                OR c.time_before > c.processed_at
                OR (c.from_status IS NULL) <> (c.from_total IS NULL) OR (c.to_status IS NULL) <> (c.to_total IS NULL)
                OR c.is_last AND c.to_status IS DISTINCT FROM s.health_status
            """
        ).map { try $0.decode("user_id") }
    }

    // MARK: What is answered for a moment

    func scores(at moment: Moment) async throws -> [UUID: ScoreRow] {
        try await byCustomer("SELECT * FROM mainstay.health_scores_at(\(moment))", Self.score)
    }

    func score(of customer: UUID, at moment: Moment) async throws -> ScoreRow? {
        try await connection.query("SELECT * FROM mainstay.health_score_at(\(customer), \(moment))").first.map(Self.score)
    }

    func history(of customer: UUID, from since: Moment, to until: Moment) async throws -> [HistoryRow] {
        try await connection.query("SELECT * FROM mainstay.health_score_history(\(customer), \(since), \(until))").map { row in
            HistoryRow(
                moment: try row.decode("changed_at"), score: try Self.points(row), inputs: try Self.inputs(row),
                model: try row.decode("model_version"))
        }
    }

    func retentionCells(at moment: Moment, bounded: Bool) async throws -> [CellPlace: RetentionCell] {
        let rows = try await connection.query("SELECT * FROM mainstay.retention_cells(\(moment), \(bounded ? "bounded" : "unbounded"))")
        return try Self.byKey(rows) { row in
            (
                CellPlace(cohort: try row.decode("cohort_month"), months: try row.decode("months")),
                RetentionCell(size: try row.decode("size"), retained: try row.decode("retained"))
            )
        }
    }

    func campaignScores(at moment: Moment, since: Moment) async throws -> [Int: CampaignScores] {
        try await campaigns("SELECT * FROM mainstay.campaign_scores(\(moment), \(since))")
    }

    func campaignOutcomes(at moment: Moment) async throws -> [String: CampaignOutcome] {
        let rows = try await connection.query("SELECT * FROM mainstay.campaign_effectiveness(\(moment))")
        return try Self.byKey(rows) { row in
            let outcome = CampaignOutcome(
                sent: try row.decode("total_sent"), matured: try row.decode("matured"), pending: try row.decode("pending"),
                scored: try row.decode("scored"), recovered: try row.decode("recovered"),
                recoveredToHealthy: try row.decode("recovered_to_healthy"), converted: try row.decode("converted"))
            return (try row.decode("campaign_type"), outcome)
        }
    }

    func figures(at moment: Moment) async throws -> [String: Figures] {
        try Self.figures(await connection.query("SELECT * FROM mainstay.figures_at(\(moment))"))
    }

    /// Stored figures of a day; a segment that has nobody is as good as absent.
    func dailyFigures(of day: CivilDate) async throws -> [String: Figures] {
        try Self.figures(await connection.query("SELECT * FROM mainstay.daily_figures WHERE day = \(day)"))
            .filter { $0.key == "All" || $0.value.customers > 0 }
    }

    // MARK: Reading rows

    private struct TwoRows: Error { let key: String }

    /// - Throws: where two rows speak of the same.
    private static func byKey<Key: Hashable, Value>(_ rows: [Row], _ read: (Row) throws -> (Key, Value)) throws -> [Key: Value] {
        var values: [Key: Value] = [:]
        for row in rows {
            let (key, value) = try read(row)
            guard values.updateValue(value, forKey: key) == nil else { throw TwoRows(key: "\(key)") }
        }
        return values
    }

    private func byCustomer<Value>(_ sql: SQL, _ read: (Row) throws -> Value) async throws -> [UUID: Value] {
        try Self.byKey(await connection.query(sql)) { row in (try row.decode("user_id"), try read(row)) }
    }

    private func campaigns(_ sql: SQL) async throws -> [Int: CampaignScores] {
        try Self.byKey(await connection.query(sql)) { row in
            func standing(_ total: String, _ status: String) throws -> CampaignScores.Standing? {
                guard let total = try row.decode(total, as: Int?.self) else { return nil }
                return CampaignScores.Standing(total: total, status: try Self.status(row, status))
            }
            let scores = CampaignScores(
                isMatured: try row.decode("matured"), before: try standing("score_before", "status_before"),
                after: try standing("score_after", "status_after"))
            return (try row.decode("campaign_id"), scores)
        }
    }

    private static func figures(_ rows: [Row]) throws -> [String: Figures] {
        Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                let figures = Figures(
                    customers: try row.decode("customers"), averageScore: try row.decode("average_score"),
                    healthy: try row.decode("healthy"),
                    atRisk: try row.decode("at_risk"), critical: try row.decode("critical"))
                return (try row.decode("segment"), figures)
            })
    }

    private static func score(_ row: Row) throws -> ScoreRow {
        guard let score = try points(row) else { throw NoScore() }
        return ScoreRow(
            score: score, inputs: try inputs(row), model: try row.decode("model_version"), nextChange: try row.decode("next_change_at"))
    }

    private struct NoScore: Error {}

    private static func points(_ row: Row) throws -> Score? {
        guard let total = try row.decode("total_health_score", as: Int?.self) else { return nil }
        return Score(
            engagement: try row.decode("engagement_score"), support: try row.decode("support_score"), value: try row.decode("value_score"),
            total: total, status: try status(row, "health_status"))
    }

    private static func inputs(_ row: Row) throws -> ScoreInputs {
        ScoreInputs(
            lastActivity: try row.decode("last_activity"), openTickets: try row.decode("open_ticket_count"),
            features: try row.decode("feature_adoption_count"), hasCore: try row.decode("core_feature_adopted"))
    }

    private static func status(_ row: Row, _ column: String) throws -> HealthStatus {
        let label: String = try row.decode(column)
        guard let status = HealthStatus(rawValue: label) else { throw UnknownStatus(label: label) }
        return status
    }

    private struct UnknownStatus: Error { let label: String }
}
