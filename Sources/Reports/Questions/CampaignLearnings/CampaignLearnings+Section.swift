import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension CampaignLearnings {
    /// Without people who got no message, nobody knows who would have come back alone.
    static let caveat =
        "No customers were left without a message on purpose, so this is not proof that a message helped: some would have recovered without one."

    var section: ReportSection {
        guard !variants.isEmpty else {
            return ReportSection(
                id: "learnings", title: "What the playbooks taught",
                [
                    .empty(
                        EmptyState(
                            missing: "No campaign message was sent in the \(Self.windowDays) days up to then.",
                            remedy: "Import messages with `mainstay import FOLDER` (retention_campaigns.csv)."))
                ])
        }
        return ReportSection(
            id: "learnings", title: "What the playbooks taught",
            [
                comparisons.isEmpty
                    ? .paragraph("No type has two variants with \(Self.enough) messages each; there is nothing to compare.")
                    : .items(comparisons.map { ReportItem(title: $0.title, detail: $0.detail) }),
                .table(
                    ReportTable(
                        "Messages of \(Self.windowDays) days, by type and variant",
                        DataTable(
                            columns: [
                                .init("campaign_type", "Campaign", .text), .init("variant", "Variant", .text),
                                .init("sent", "Sent", .integer),
                                .init("response", "Responded", .percent), .init("response_interval", "95 % interval", .text),
                                .init("scored", "With both scores", .integer), .init("recovery", "Recovered", .percent),
                                .init("recovery_interval", "95 % interval", .text), .init("matured", "Matured", .integer),
                                .init("conversion", "Came back", .percent), .init("conversion_interval", "95 % interval", .text),
                                .init("cost_per_message", "Cost each", .money),
                            ],
                            rows: variants.map(row)),
                        note:
                            "Recovered and came back are known 30 days after the message. Came back is asked of win-backs only. "
                            + (comparisons.isEmpty ? "" : "More than chance: at 95 % for all comparisons together. ") + Self.caveat
                    )),
            ])
    }

    private func row(_ variant: Variant) -> [DataTable.Cell] {
        func cells(_ outcome: Outcome) -> [DataTable.Cell] {
            guard Outcome.judged(variant.type).contains(outcome) else { return [.null, .null] }
            let (part, whole) = variant.share(outcome)
            return [.from(ShareInterval.percent(part, whole)), .from(ShareInterval.of(part, whole)?.words)]
        }
        return [.text(variant.type.name), .from(variant.name), .from(variant.sent)] + cells(.response) + [.from(variant.scored)]
            + cells(.recovery)
            + [.from(variant.matured)] + cells(.conversion) + [.from(variant.costPerMessage)]
    }

    /// The comparisons that are beyond chance.
    var findings: [ReportFinding] {
        comparisons.filter(\.isBeyondChance).map { ReportFinding($0.words, .neutral, section: "learnings") }
    }

    var decisions: [ReportDecision] {
        comparisons.filter(\.isBeyondChance).prefix(1).map { comparison in
            ReportDecision(
                "Use variant \(comparison.better.name ?? "–") of \(comparison.better.type.name.lowercased()) messages, and keep some customers without a message",
                because: "\(comparison.words) \(Self.caveat)", path: DashboardName.campaigns.path, section: "learnings")
        }
    }
}

extension CampaignLearnings.Comparison {
    /// `Win-back, conversion: variant B 9.21 % (7 of 76), variant A 2.50 % (2 of 80): more than chance.`
    fileprivate var words: String { "\(title): \(detail)" }

    fileprivate var title: String { "\(better.type.name), \(outcome.rawValue)" }

    fileprivate var detail: String {
        func words(_ variant: CampaignLearnings.Variant) -> String {
            let (part, whole) = variant.share(outcome)
            return "variant \(variant.name ?? "–") \(ShareInterval.percent(part, whole).map(NumberText.decimal) ?? "–") % "
                + "(\(NumberText.count(part)) of \(NumberText.count(whole)))"
        }
        return "\(words(better)), \(words(worse)): \(isBeyondChance ? "more than chance" : "not different")."
    }
}
