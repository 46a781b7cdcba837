import CustomerMetrics
import Domain
import Postgres
import Synchronization

/// One question, or a few that belong together, and the panels made of the answers.
typealias DashboardQuestion = @Sendable (_ asOf: Moment, _ connection: Connection) async throws -> [Panel]

extension DashboardName {
    /// The ids of the panels in the order of the page.
    var panelOrder: [String] {
        switch self {
        case .executive:
            [
                "overall-health", "distribution", "nps", "critical-24h", "at-risk-by-arr", "retention-unbounded", "retention-bounded",
                "health-trend",
            ]
        case .campaigns: ["response-rates", "recovery-trend", "engagement", "score-recovery", "return"]
        case .system: ["status", "score-lag", "freshness", "crm-success", "active-campaigns", "uptime", "daily-check", "error-log"]
        case .insights: ["churn-reasons", "requested-features", "feature-adoption", "feedback-themes", "segments"]
        }
    }

    /// What is asked, the slowest first, so that two connections are done at about the same time.
    var questions: [DashboardQuestion] {
        switch self {
        case .executive: Self.executive
        case .campaigns: Self.campaigns
        case .system: Self.system
        case .insights: Self.insights
        }
    }

    /// How are we doing, and whom must we call?
    private static let executive: [DashboardQuestion] = [
        { asOf, connection in [.nps(try await NPS.fetch(asOf: asOf, on: connection))] },
        { asOf, connection in
            let health = try await HealthSummary.fetch(asOf: asOf, on: connection)
            return [
                .overallHealth(health), .distribution(health),
                .atRiskByARR(try await AtRiskByARR.fetch(asOf: asOf, on: connection), of: health),
                .healthTrend(try await HealthTrend.fetch(asOf: asOf, on: connection), target: health.target),
            ]
        },
        { asOf, connection in
            [.retentionTrend(try await Retention.fetch(asOf: asOf, definition: .unbounded, on: connection))]
        },
        { asOf, connection in
            [.retentionTrend(try await Retention.fetch(asOf: asOf, definition: .bounded, on: connection))]
        },
        { asOf, connection in [.turnedCritical(try await TurnedCritical.fetch(asOf: asOf, on: connection))] },
    ]

    /// Do campaigns work, and do they pay?
    private static let campaigns: [DashboardQuestion] = [
        { asOf, connection in
            let effectiveness = try await CampaignEffectiveness.fetch(asOf: asOf, on: connection)
            return [
                .responseRates(effectiveness), .engagement(effectiveness),
                .recoveryTrend(
                    try await RecoveryTrend.fetch(asOf: asOf, on: connection), target: effectiveness.atRiskRecoveryTarget),
            ]
        },
        { asOf, connection in [.campaignReturn(try await CampaignReturn.fetch(asOf: asOf, on: connection))] },
        { asOf, connection in [.scoreRecovery(try await ScoreRecovery.fetch(asOf: asOf, on: connection))] },
    ]

    /// Does the success system itself work?
    private static let system: [DashboardQuestion] = [
        { asOf, connection in
            let system = try await SystemHealth.fetch(asOf: asOf, on: connection)
            return [
                .systemStatus(system), .scoreLag(try await RefreshLag.fetch(asOf: asOf, on: connection), system), .freshness(system),
                .crmSuccess(system), .activeCampaigns(system), .uptime(system),
                .dailyCheck(try await DailyCheck.newestRecord(asOf: asOf, on: connection), asOf: asOf),
                .errorLog(try await ErrorLog.fetch(asOf: asOf, on: connection)),
            ]
        }
    ]

    /// Why do customers stay or leave, and what do they want?
    private static let insights: [DashboardQuestion] = [
        { asOf, connection in [.featureAdoption(try await FeatureAdoption.fetch(asOf: asOf, on: connection))] },
        { asOf, connection in [.segments(try await SegmentHealth.fetch(asOf: asOf, on: connection))] },
        { asOf, connection in [.feedbackThemes(try await FeedbackThemes.fetch(asOf: asOf, on: connection))] },
        { asOf, connection in [.requestedFeatures(try await FeatureRequests.fetch(asOf: asOf, on: connection))] },
        { asOf, connection in [.churnReasons(try await ChurnReasons.fetch(asOf: asOf, on: connection))] },
    ]
}

/// Questions that wait for a free connection.
final class QuestionLine: Sendable {
    private let waiting: Mutex<ArraySlice<DashboardQuestion>>

    init(_ questions: [DashboardQuestion]) { waiting = Mutex(questions[...]) }

    /// Takes the first; nil when all have been taken.
    func next() -> DashboardQuestion? { waiting.withLock { $0.popFirst() } }
}
