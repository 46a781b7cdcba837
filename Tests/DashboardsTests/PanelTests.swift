import Domain
import Foundation
import Testing

@testable import CustomerMetrics
@testable import Dashboards

@Suite("Panels")
struct PanelTests {
    private func cohort(_ month: String, _ size: Int, _ retained: Int?) throws -> Retention.Cohort {
        let rate = retained.flatMap { size == 0 ? nil : Decimal($0) * 100 / Decimal(size) }
        return Retention.Cohort(
            month: try #require(Month(month)), size: size, retained: [retained, nil, nil], rates: [rate, nil, nil])
    }

    private func retention(_ cohorts: [Retention.Cohort], decline: Decimal? = nil) -> Retention {
        Retention(
            asOf: now, definition: .bounded, cohorts: cohorts, overall: [], monthOverMonthDecline: decline, targets: [85, 70, 60],
            baseline: nil, declineAlert: 15)
    }

    @Test("draw months that cannot be judged yet as gaps, and leave out those without customers")
    func retentionTrend() throws {
        let cohorts = [
            try cohort("2026-06", 9, nil), try cohort("2026-05", 10, nil), try cohort("2026-04", 20, 17), try cohort("2026-03", 0, 0),
            try cohort("2026-02", 10, 9), try cohort("2026-01", 10, 8), try cohort("2025-12", 10, 7), try cohort("2025-11", 10, 6),
            try cohort("2025-10", 10, 5), try cohort("2025-09", 10, 4),
        ]
        let panel = Panel.retentionTrend(retention(cohorts, decline: Decimal(string: "5.56")))
        #expect(panel.group == "retention-trend" && panel.choice == "Bounded")
        #expect(
            panel.chart?.labels == ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-04", "2026-05", "2026-06"])
        #expect(panel.chart?.series.first?.values == [50, 60, 70, 80, 90, 85, nil, nil])
        #expect(panel.headline == "85.00 %")
        #expect(panel.verdict == .onTarget)
        #expect(panel.detail == "of 20 customers who began in 2026-04, 5.56 % lower than the month before")
        #expect(panel.table.rows.count == 10)
        #expect(panel.definition?.contains("in the month right after it") == true)
    }

    @Test("judge retention by the counts, and not at all where no month has ended")
    func retentionVerdict() throws {
        #expect(Panel.retentionTrend(retention([try cohort("2026-04", 1_000, 849)])).verdict == .offTarget)
        let young = Panel.retentionTrend(retention([try cohort("2026-06", 3, nil)]))
        #expect(young.verdict == .unknown && young.headline == "–" && young.chart == nil)
        #expect(young.empty?.missing == "No month's customers can be judged yet.")
        #expect(Panel.retentionTrend(retention([try cohort("2026-06", 0, nil)])).empty?.missing.contains("No customer began") == true)
    }

    private func nps(_ responses: Int, score: Decimal?, provisional: Decimal?, promoters: Int = 0) -> NPS {
        func rate(_ part: Int) -> Rate { Rate(part: part, whole: responses, percent: nil) }
        let interval = responses == 0 ? nil : NPS.Interval(low: 10, high: 50)
        return NPS(
            asOf: now, windowDays: 30, minimumResponses: 100,
            figure: NPS.Figure(responses: responses, score: score, provisionalScore: provisional, interval: interval),
            promoters: rate(promoters), passives: rate(0), detractors: rate(0), responseRate: rate(0), segments: [], months: [], target: 30,
            excellent: 50, targetResponseRate: 30)
    }

    @Test("call NPS provisional below the minimum of answers")
    func npsVerdicts() {
        let few = Panel.nps(nps(64, score: nil, provisional: 40))
        #expect(few.verdict == .provisional)
        #expect(few.detail == "64 of 100 answers: provisional, interval 10.00 to 50.00")
        #expect(few.chart?.series.first?.values == [40])
        #expect(few.chart?.marks.map(\.value) == [0, 30])
        #expect(few.chart?.interval == [10, 50])
        #expect(Panel.nps(nps(100, score: 30, provisional: nil, promoters: 30)).verdict == .onTarget)
        #expect(Panel.nps(nps(100, score: 29, provisional: nil, promoters: 29)).verdict == .offTarget)
        let none = Panel.nps(nps(0, score: nil, provisional: nil))
        #expect(none.verdict == .unknown && none.chart == nil && none.empty != nil && none.headline == "–")
    }

    private func system(
        crm: (configured: Bool, successful: Int, failed: Int) = (true, 19, 1), active: Int = 1, uptime: Decimal? = nil, hours: Decimal? = 1
    ) -> SystemHealth {
        let whole = crm.successful + crm.failed
        return SystemHealth(
            asOf: now, status: .healthy, reasons: [], lastHealthScoreUpdate: hours.map { _ in now }, hoursSinceLastUpdate: hours,
            crm: SystemHealth.CRM(
                isConfigured: crm.configured, successful: crm.successful, failed: crm.failed,
                successRate: Rate(
                    part: crm.successful, whole: whole, percent: whole == 0 ? nil : Decimal(crm.successful) * 100 / Decimal(whole))),
            activeCampaigns: active, pausedCampaigns: 0, surveysDeployed: 0, uptimePercent: uptime,
            freshness: SystemHealth.Freshness(p50: 5, p95: Decimal(string: "12.5"), p99: nil), targetUptime: Decimal(string: "99.5") ?? 0,
            reachesTargetUptime: uptime.map { $0 >= Decimal(string: "99.5") ?? 0 })
    }

    @Test("tell a CRM that is not there from one that is silent")
    func crm() {
        let good = Panel.crmSuccess(system())
        #expect(good.verdict == .onTarget && good.headline == "95.00 %" && good.chart?.marks.first?.value == 95)
        let silent = Panel.crmSuccess(system(crm: (true, 0, 0)))
        #expect(silent.verdict == .offTarget && silent.empty?.missing.contains("No CRM sync ran") == true)
        let absent = Panel.crmSuccess(system(crm: (false, 0, 0)))
        #expect(absent.verdict == .unknown && absent.empty?.missing.contains("No CRM is configured") == true)
    }

    @Test("show the newest daily check, and do not trust an old one")
    func dailyCheck() {
        let made = at("2026-06-15T02:30:00Z")
        func check(_ outcome: DailyCheck.Outcome) -> DailyCheck {
            DailyCheck(asOf: made, findings: [.init(condition: .reconcile, outcome: outcome, found: "3 stored scores were wrong")])
        }
        #expect(Panel.dailyCheck(check(.warning), asOf: now).verdict == .onTarget)
        let failed = Panel.dailyCheck(check(.failed), asOf: now)
        #expect(failed.verdict == .offTarget)
        #expect(failed.headline == "Failed")
        #expect(failed.detail == "2026-06-15 02:30 UTC: Reconcile")
        #expect(Panel.dailyCheck(check(.passed), asOf: made.adding(seconds: 26 * 3_600)).verdict == .onTarget)
        #expect(Panel.dailyCheck(check(.passed), asOf: made.adding(seconds: 26 * 3_600 + 1)).verdict == .unknown)
        #expect(Panel.dailyCheck(nil, asOf: now).empty != nil)
    }

    @Test("judge the system's figures at their boundaries")
    func systemBoundaries() {
        let lag = RefreshLag(asOf: now, samples: [RefreshLag.Sample(moment: now, hours: 24)])
        #expect(Panel.scoreLag(lag, system(hours: 24)).verdict == .offTarget)
        #expect(Panel.scoreLag(lag, system(hours: Decimal(string: "23.99"))).verdict == .onTarget)
        #expect(Panel.scoreLag(lag, system()).chart?.labels == ["2026-06-15 09:30"])
        #expect(Panel.uptime(system(uptime: Decimal(string: "99.5"))).verdict == .onTarget)
        #expect(Panel.uptime(system(uptime: Decimal(string: "99.49"))).chart?.minimum == 90)
        #expect(Panel.uptime(system(uptime: 50)).chart?.minimum == 0)
        #expect(Panel.activeCampaigns(system(active: 0)).verdict == .offTarget)
        #expect(Panel.freshness(system()).headline == "12.50 ms")
        #expect(Panel.freshness(system()).chart?.series.first?.values == [5, Decimal(string: "12.5"), nil])
    }

    @Test("give the answers of a theme one line each")
    func feedbackAnswers() {
        let theme = FeedbackThemes.Theme(
            phrase: "mobile app", mentions: 3, averageScore: Decimal(string: "4.5") ?? 0,
            answers: [FeedbackThemes.Answer(score: 3, text: "It\ncrashes\r\n  daily"), FeedbackThemes.Answer(score: 6, text: "Fine")])
        let panel = Panel.feedbackThemes(
            FeedbackThemes(asOf: now, windowDays: 90, answers: 8, overallAverage: 7, themes: [theme]))
        #expect(panel.table["newest_answers"] == [.text("3 · It crashes daily\n6 · Fine")])
        #expect(panel.table["difference"] == [.number(Decimal(string: "-2.5") ?? 0)])
        #expect(panel.chart?.marks.map(\.value) == [7])
        #expect(panel.chart?.series.map(\.values) == [[3], [Decimal(string: "4.5")]])
    }

    @Test("say that a return is gross, and how many messages have no cost")
    func campaignReturn() {
        let figures = CampaignReturn.Figures(
            messages: 5, priced: 4, cost: 10, costPerMessage: Decimal(string: "2.5"), customersKept: 1, arrKept: 1_200, ratio: 120)
        let panel = Panel.campaignReturn(
            CampaignReturn(asOf: now, windowDays: 90, types: [.init(type: .atRisk, figures: figures)], all: figures))
        #expect(panel.title.contains("gross") && panel.definition?.contains("without a control group") == true)
        #expect(panel.headline == "120.00 ×")
        #expect(panel.detail == "cost 10, 2.50 per intervention; prevented churn value 1,200 gross; 1 messages without a cost")
    }
}
