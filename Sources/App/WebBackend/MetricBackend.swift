import CustomerMetrics
import Domain
import Postgres
import Web

/// The six questions, each answered from one state of the database.
struct MetricBackend: MetricSource {
    let pool: Pool

    func answer(_ question: MetricQuestion, asOf: Moment) async throws -> JSON {
        try await pool.transaction(.snapshot) { connection in
            switch question {
            case .health: try await HealthSummary.fetch(asOf: asOf, on: connection).json
            case .retention(let definition): try await Retention.fetch(asOf: asOf, definition: definition, on: connection).json
            case .nps(let windowDays): try await NPS.fetch(asOf: asOf, windowDays: windowDays, on: connection).json
            case .campaigns: try await CampaignEffectiveness.fetch(asOf: asOf, on: connection).json
            case .system: try await SystemHealth.fetch(asOf: asOf, on: connection).json
            case .segments: try await SegmentHealth.fetch(asOf: asOf, on: connection).json
            }
        }
    }
}
