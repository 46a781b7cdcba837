import CustomerMetrics
public import Domain
import Foundation
public import Postgres

/// The Customer Insights Report, the hand-over to the product team: what is used, what is asked for, why customers leave, what the playbooks taught,
/// and which parameters are worth a look (operations.md §6).
public enum InsightsReport: ReportContents {
    public static let kind = ReportKind.insights

    public static func document(asOf: Moment, on connection: Connection) async throws -> ReportDocument {
        try await document(asOf: asOf, on: connection, beside: connection)
    }

    /// - Parameter second: another connection that sees the same state of the database; PostgreSQL answers a question on one core, and a machine has
    ///   more. With the same one twice, the questions are asked one by one.
    static func document(asOf: Moment, on connection: Connection, beside second: Connection) async throws -> ReportDocument {
        async let suggestions = ParameterSuggestions.fetch(asOf: asOf, on: second)
        async let themes = ThemeReport.fetch(asOf: asOf, on: second)
        async let requests = FeatureRequests.fetch(asOf: asOf, limit: 1000, on: second)
        let features = try await FeatureUse.fetch(asOf: asOf, on: connection)
        let departures = try await DeparturesSection.fetch(asOf: asOf, on: connection)
        let learnings = try await CampaignLearnings.fetch(asOf: asOf, on: connection)
        return Answers(
            asOf: asOf, features: features, requests: try await requests, departures: departures, themes: try await themes,
            learnings: learnings, suggestions: try await suggestions
        ).document
    }

    /// What the report is made of.
    struct Answers: Sendable {
        let asOf: Moment
        let features: FeatureUse
        let requests: FeatureRequests
        let departures: DeparturesSection
        let themes: ThemeReport
        let learnings: CampaignLearnings
        let suggestions: ParameterSuggestions
    }
}

extension InsightsReport.Answers {
    var document: ReportDocument {
        let first = [
            departures.findings.first, features.findings.first, requests.findings.first, themes.findings.first, learnings.findings.first,
        ].compactMap { $0 }
        let further = departures.findings.dropFirst().prefix(1) + learnings.findings.dropFirst()
        let all = first + further
        return ReportDocument(
            kind: .insights, asOf: asOf, summary: summary,
            changed: all.filter { $0.direction != .neutral } + all.filter { $0.direction == .neutral },
            toDecide: requests.decisions + departures.decisions + themes.decisions + suggestions.decisions.prefix(1) + learnings.decisions,
            keyFigures: [
                "features.most_used", "features.adopted_each", "requests.different", "requests.top_arr", "departures.customers",
                "departures.arr",
            ],
            sections: [
                features.section, requests.section, departures.section, themes.section, learnings.section, suggestions.section,
            ])
    }

    private var summary: String {
        guard let first = features.all.first else {
            return "No feature is known to be used yet; import events with a column feature (usage_events.csv)."
        }
        let active = NumberText.count(first.used.whole)
        let proposals = suggestions.suggestions.filter { $0.proposed != nil }.count
        return "What \(active) active customers use, ask for and leave for, for the people who build the product. "
            + (proposals == 0
                ? "No change of a parameter is suggested."
                : "\(proposals == 1 ? "One change of a parameter is" : "\(proposals) changes of parameters are") worth a look.")
    }
}
