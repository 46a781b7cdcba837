public import CustomerMetrics
public import Domain
public import Postgres

/// The answers to all six questions for one moment.
public struct MetricsReport: Sendable, Hashable, Report {
    public let asOf: Moment
    public let health: HealthSummary
    public let retention: Retention
    public let nps: NPS
    public let campaigns: CampaignEffectiveness
    public let system: SystemHealth
    public let segments: SegmentHealth

    /// - Throws: ``PostgresError``.
    public static func fetch(
        asOf: Moment, definition: RetentionDefinition = .unbounded, windowDays: Int = 30, on connection: Connection
    ) async throws -> MetricsReport {
        MetricsReport(
            asOf: asOf,
            health: try await HealthSummary.fetch(asOf: asOf, on: connection),
            retention: try await Retention.fetch(asOf: asOf, definition: definition, on: connection),
            nps: try await NPS.fetch(asOf: asOf, windowDays: windowDays, on: connection),
            campaigns: try await CampaignEffectiveness.fetch(asOf: asOf, on: connection),
            system: try await SystemHealth.fetch(asOf: asOf, on: connection),
            segments: try await SegmentHealth.fetch(asOf: asOf, on: connection))
    }

    private var answers: [(name: String, report: any Report)] {
        [
            ("health", health), ("retention", retention), ("nps", nps), ("campaigns", campaigns), ("system", system),
            ("segments", segments),
        ]
    }

    public var page: Page { Page(answers.map(\.report.page)) }

    public var json: JSON {
        .object([JSON.Member("as_of", .from(asOf))] + answers.map { JSON.Member($0.name, $0.report.json) })
    }

    /// The questions have columns of their own, so that here each figure is a row: question, figure, value.
    public var csv: CSVTable {
        CSVTable(
            ["question", "figure", "value"],
            rows: answers.flatMap { answer in answer.report.json.figures.map { [answer.name, $0.path, $0.value] } })
    }
}

extension JSON {
    /// Every single value with the names that lead to it, joined by dots. Of an object in an array its first text is the name.
    var figures: [(path: String, value: String)] {
        switch self {
        case .object(let members):
            members.flatMap { member in member.value.figures.map { (Self.joined(member.name, $0.path), $0.value) } }
        case .array(let items):
            items.enumerated().flatMap { index, item in
                item.figures.map { (Self.joined(item.firstText ?? "\(index + 1)", $0.path), $0.value) }
            }
        case .null: [("", "")]
        case .string(let text): [("", text)]
        case .bool, .integer, .decimal: [("", text())]
        }
    }

    private var firstText: String? {
        guard case .object(let members) = self, case .string(let text) = members.first?.value else { return nil }
        return text
    }

    private static func joined(_ name: String, _ rest: String) -> String { rest.isEmpty ? name : "\(name).\(rest)" }
}
