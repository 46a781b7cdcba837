import CustomerMetrics
import Domain
import Foundation

extension WeeklyReview.Answers {
    /// - Parameters:
    ///   - adjustments: the section about parameters worth a look.
    ///   - adjustmentDecisions: what of it somebody has to decide.
    func document(adjustments: ReportSection? = nil, adjustmentDecisions: [ReportDecision] = []) -> ReportDocument {
        let findings = retentionFindings + healthFindings + attentionFindings + recoveryFindings + campaignFindings
        // What got better or worse comes before what only stands there; among equals the order of the sections stays.
        let changed = findings.filter { $0.direction != .neutral } + findings.filter { $0.direction == .neutral }
        return ReportDocument(
            kind: .weekly, asOf: asOf, summary: summary, changed: changed,
            toDecide: attentionDecisions + retentionDecisions + adjustmentDecisions + campaignDecisions,
            keyFigures: [
                "health.average_score", "retention.month_1.newest", "campaigns.at_risk.response_rate", "campaigns.at_risk.recovery_rate",
                "low_scores.customers", "recoveries.customers",
            ],
            sections: [retentionSection, campaignSection, attentionSection, recoverySection, healthSection]
                + (adjustments.map { [$0] } ?? []))
    }

    private var summary: String {
        guard health.customers > 0, let score = health.averageScore else {
            return "There are no active customers yet; import facts with `mainstay import FOLDER`."
        }
        let needed = health.atRisk.part + health.critical.part
        return
            "\(NumberText.count(health.customers, "customer")) with an average score of \(NumberText.decimal(score)), target \(health.target). "
            + (needed == 0
                ? "All are Healthy."
                : "\(NumberText.count(health.atRisk.part)) \(health.atRisk.part == 1 ? "is" : "are") At-Risk and \(NumberText.count(health.critical.part)) Critical; "
                    + "those below \(lowScores.below) points \(lowScores.arr.sentence("bring in", else: "have")).")
    }
}
