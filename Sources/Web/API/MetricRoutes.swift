import Access
import CustomerMetrics
import Domain

/// The six questions.
enum MetricRoutes {
    static func table(_ source: any MetricSource) -> [APIRoute] {
        @Sendable func ask(_ request: APIRequest, _ question: MetricQuestion) async throws -> String {
            try await source.answer(question, asOf: request.moment("as_of") ?? request.now).answer
        }
        return [
            APIRoute(
                "/api/v1/metrics/health", id: "getHealth", .metrics, "How healthy are the customers?",
                "Customers, average score and the share of each status.", rights: [.see(.executive)], parameters: [.asOf], schema: "Health"
            ) { try await ask($0, .health) },
            APIRoute(
                "/api/v1/metrics/retention", id: "getRetention", .metrics, "Do customers stay?",
                "Monthly cohorts 1, 3 and 6 months on. What cannot be known yet is null.", rights: [.see(.executive)],
                parameters: [
                    .asOf,
                    APIParameter(
                        "definition", .choice(RetentionDefinition.allCases.map(\.rawValue)),
                        "unbounded: active in that month or later; bounded: active in that very month.", example: "bounded",
                        standard: "unbounded"),
                ],
                schema: "Retention"
            ) { try await ask($0, .retention($0.text("definition").flatMap(RetentionDefinition.init) ?? .unbounded)) },
            APIRoute(
                "/api/v1/metrics/nps", id: "getNPS", .metrics, "Would customers recommend us?",
                "The net promoter score with its interval; null below the minimum of responses.",
                rights: [.see(.executive), .see(.insights)],
                parameters: [
                    .asOf,
                    APIParameter("window_days", .integer(1...3_650), "Days of 24 hours up to the moment.", example: 90, standard: 30),
                ],
                schema: "NPS"
            ) { try await ask($0, .nps(windowDays: $0.integer("window_days") ?? 30)) },
            APIRoute(
                "/api/v1/metrics/campaigns", id: "getCampaigns", .metrics, "Do campaigns work?",
                "Messages of the last 90 days by type, with what came of them.", rights: [.see(.campaigns)], parameters: [.asOf],
                schema: "Campaigns"
            ) { try await ask($0, .campaigns) },
            APIRoute(
                "/api/v1/metrics/system", id: "getSystem", .metrics, "Does the success system itself work?",
                "Its status with the reasons, the CRM sync, uptime and the measured freshness of scores.", rights: [.see(.system)],
                parameters: [.asOf], schema: "System"
            ) { try await ask($0, .system) },
            APIRoute(
                "/api/v1/metrics/segments", id: "getSegments", .metrics, "Which segments need attention?",
                "Health and revenue at risk per segment, best average first.", rights: [.see(.insights)], parameters: [.asOf],
                schema: "Segments"
            ) { try await ask($0, .segments) },
        ]
    }
}
