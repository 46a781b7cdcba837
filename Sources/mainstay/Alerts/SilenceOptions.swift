import Alerting
import App
import ArgumentParser
import Domain
import Postgres

/// What is to be kept quiet, and until when.
struct SilenceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only of this rule.", valueName: "rule"))
    var rule: String?

    @Option(help: "enterprise, professional, basic or free.", transform: Segment.init(argument:))
    var segment: Segment?

    @Option(help: ArgumentHelp("Only about this customer.", valueName: "id"))
    var customer: String?

    @Option(help: ArgumentHelp("Until when.", valueName: "time"), transform: Moment.init(argument:))
    var until: Moment

    @Option(help: "Why.")
    var why: String

    /// - Throws: ``AlertError``, ``PostgresError``.
    func add(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertSilencesReport {
        let silence = try await Silences(pool: pool).add(
            rule: try rule.map(AlertRule.init(argument:)), segment: segment, customer: customer, until: until, by: actor, why: why, now: now
        )
        return AlertSilencesReport([silence], asOf: now)
    }
}
