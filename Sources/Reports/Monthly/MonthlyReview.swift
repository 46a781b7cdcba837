import CustomerMetrics
public import Domain
import Foundation
public import Postgres

/// The monthly business review: would customers recommend us, do they stay, why do they leave, what do they want and use, does the system work, and
/// where does their health go (operations.md §6).
public enum MonthlyReview: ReportContents {
    public static let kind = ReportKind.monthly

    public static func document(asOf: Moment, on connection: Connection) async throws -> ReportDocument {
        try await document(asOf: asOf, on: connection, beside: connection)
    }

    /// - Parameter second: another connection that sees the same state of the database; PostgreSQL answers a question on one core, and a machine has
    ///   more. With the same one twice, the questions are asked one by one.
    static func document(asOf: Moment, on connection: Connection, beside second: Connection) async throws -> ReportDocument {
        async let features = FeatureUse.fetch(asOf: asOf, on: second)
        async let requests = FeatureRequests.fetch(asOf: asOf, limit: 1000, on: second)
        async let themes = ThemeReport.fetch(asOf: asOf, on: second)
        let health = try await HealthSummary.fetch(asOf: asOf, on: connection)
        let segments = try await SegmentHealth.fetch(asOf: asOf, on: connection)
        let course = try await HealthCourse.fetch(asOf: asOf, on: connection)
        // The months are the trend's.
        let nps = try await NPS.fetch(asOf: asOf, months: 1, on: connection)
        let npsTrend = try await NPSTrend.fetch(asOf: asOf, on: connection)
        let retention = try await Retention.fetch(asOf: asOf, on: connection)
        let departures = try await DeparturesSection.fetch(asOf: asOf, on: connection)
        let system = try await SystemHealth.fetch(asOf: asOf, on: connection)
        let incidents = try await Incidents.fetch(asOf: asOf, on: connection)
        return Answers(
            asOf: asOf, health: health, segments: segments, course: course, nps: nps, npsTrend: npsTrend, themes: try await themes,
            retention: retention, departures: departures, features: try await features, requests: try await requests, system: system,
            incidents: incidents
        ).document
    }

    /// What the review is made of.
    struct Answers: Sendable {
        let asOf: Moment
        let health: HealthSummary
        let segments: SegmentHealth
        let course: HealthCourse
        let nps: NPS
        let npsTrend: NPSTrend
        let themes: ThemeReport
        let retention: Retention
        let departures: DeparturesSection
        let features: FeatureUse
        let requests: FeatureRequests
        let system: SystemHealth
        let incidents: Incidents
    }
}

extension MonthlyReview.Answers {
    var document: ReportDocument {
        // One of each question is told, also where nothing moved: that is news as well. What else moved fills the rest.
        let first = [npsTrend.finding, course.finding, retention.cohortFindings.first, departures.findings.first].compactMap { $0 }
        let further = departures.findings.dropFirst() + npsTrend.segmentFindings + incidents.findings(system)
        let told = (first + further.filter { $0.direction != .neutral } + further.filter { $0.direction == .neutral })
            .prefix(ReportDocument.findingsShown)
        let moved = told.filter { $0.direction != .neutral }
        let still = told.filter { $0.direction == .neutral }
        return ReportDocument(
            kind: .monthly, asOf: asOf, summary: summary, changed: moved + still,
            toDecide: departures.decisions + retention.cohortDecisions + themes.decisions + requests.decisions
                + incidents.decisions(system),
            keyFigures: [
                "nps.score", "health.average_score", "retention.overall.month_1", "departures.customers", "health.arr_at_risk",
                "system.uptime",
            ],
            sections: [
                npsTrend.section(nps), themes.section, retention.cohortSection, departures.section, features.section, requests.section,
                course.section(health, segments), incidents.section(system),
            ])
    }

    private var summary: String {
        guard health.customers > 0, let score = health.averageScore else {
            return "There are no active customers yet: import facts, and the next review has something to say."
        }
        let recommend =
            nps.figure.score.map { "NPS of the last \(nps.windowDays) days is \(NumberText.decimal($0)), target \(nps.target)" }
            ?? "NPS counts from \(NumberText.count(nps.minimumResponses)) answers on; the last \(nps.windowDays) days have \(NumberText.count(nps.figure.responses))"
        return
            "\(NumberText.count(health.customers, "customer")) with an average score of \(NumberText.decimal(score)), target \(health.target). \(recommend). "
            + "At-Risk and Critical customers \(segments.knownARRAtRisk.sentence("bring in", else: "have"))."
    }
}
