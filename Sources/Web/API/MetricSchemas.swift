import CustomerMetrics
import Domain

/// The shapes of `mainstay metrics … --format json`, defined in docs/metrics.md.
enum MetricSchemas {
    static let all: [(String, Schema)] = [
        ("Health", health), ("Retention", retention), ("NPS", nps), ("Campaigns", campaigns), ("System", system), ("Segments", segments),
    ]

    private static let share = Schema.object(["count": .count, "percent": Schema.percent.orNull])

    private static let health = Schema.object([
        "as_of": .moment, "model_version": .count, "customers": .count, "average_score": Schema.percent.orNull,
        "healthy": share, "at_risk": share, "critical": share, "target": .integer(), "on_target": Schema.truth.orNull,
    ])

    /// One member for each of the months after the cohort's.
    private static func bySteps(_ schema: Schema) -> Schema { .object(CustomerMetrics.Retention.steps.map { ("\($0)", schema) }) }

    private static let retention = Schema.object([
        "as_of": .moment, "definition": .choice(of: RetentionDefinition.self),
        "cohorts": .list(
            of: .object([
                "cohort_month": .month, "size": .count, "retained": bySteps(Schema.count.orNull), "rate": bySteps(Schema.percent.orNull),
            ])),
        "overall": bySteps(Schema.percent.orNull),
        "trend": .list(of: .object(["cohort_month": .month, "rate": .percent])),
        "month_over_month_decline": Schema.number.orNull,
        "targets": bySteps(.integer()), "baseline": Schema.percent.orNull,
    ])

    private static let points = Schema.number(from: -100, to: 100)
    private static let interval = Schema.list(of: .number, lengths: 2...2).described("95 %: low and high end.")

    private static let nps = Schema.object([
        "as_of": .moment, "window_days": .integer(from: 1), "total_responses": .count, "minimum_responses": .count,
        "promoters": .count, "passives": .count, "detractors": .count,
        "nps_score": points.orNull, "provisional_score": points.orNull, "interval": interval.orNull,
        "promoter_percent": Schema.percent.orNull, "passive_percent": Schema.percent.orNull, "detractor_percent": Schema.percent.orNull,
        "response_rate": Schema.percent.orNull,
        "segments": .list(
            of: .object([
                "segment": .choice(of: Segment.self), "total_responses": .count, "nps_score": points.orNull,
                "provisional_score": points.orNull, "interval": interval.orNull,
            ])),
    ])

    private static let campaigns: Schema = {
        let names = ["response_rate", "recovery_rate", "conversion_rate"]
        let targets = Schema.object([], optional: names.map { ($0, .integer()) })
        let verdicts = Schema.object([], optional: names.map { ($0, Schema.truth.orNull) })
        return .object([
            "as_of": .moment, "window_days": .integer(from: 1),
            "campaigns": .list(
                of: .object([
                    "campaign_type": .choice(of: CampaignType.self), "total_sent": .count, "emails_opened": .count,
                    "emails_clicked": .count,
                    "responses_received": .count, "open_rate": Schema.percent.orNull, "click_rate": Schema.percent.orNull,
                    "response_rate": Schema.percent.orNull, "matured": .count, "pending": .count, "recovery_rate": Schema.percent.orNull,
                    "recovered_to_healthy_rate": Schema.percent.orNull, "conversion_rate": Schema.percent.orNull, "targets": targets,
                    "on_target": verdicts,
                ])),
        ])
    }()

    private static let milliseconds = Schema.number(from: 0).orNull

    private static let system = Schema.object([
        "as_of": .moment, "system_status": .choice(["Healthy", "Warning", "Degraded"]), "reasons": .list(of: .text),
        "last_health_score_update": Schema.moment.orNull, "hours_since_last_update": Schema.number.orNull,
        "crm": .object([
            "configured": .truth, "successful_24h": .count, "failed_24h": .count, "success_rate": Schema.percent.orNull,
        ]),
        "active_campaigns": .count, "paused_campaigns": .count, "nps_surveys_deployed_7d": .count,
        "uptime_percent_30d": Schema.percent.orNull,
        "freshness_ms": .object(["p50": milliseconds, "p95": milliseconds, "p99": milliseconds]),
    ])

    private static let segments = Schema.object([
        "as_of": .moment,
        "segments": .list(
            of: .object([
                "segment": .choice(of: Segment.self), "total_customers": .count, "average_score": Schema.percent.orNull,
                "healthy_count": .count, "at_risk_count": .count, "critical_count": .count, "healthy_percent": Schema.percent.orNull,
                "at_risk_percent": Schema.percent.orNull, "critical_percent": Schema.percent.orNull,
                "arr": .number(from: 0), "arr_at_risk": .number(from: 0),
            ])),
    ])
}
