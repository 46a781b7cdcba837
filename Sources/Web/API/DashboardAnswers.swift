import Access
import Dashboards
import Domain
import Hummingbird
import Synchronization

/// The dashboards as JSON. A snapshot does not change, so its text is made once.
final class DashboardAnswers: Sendable {
    private let source: any DashboardSource
    private let texts = Mutex<[Int64: String]>([:])

    /// The newest of each dashboard and a few of the past.
    private static let capacity = 16

    init(_ source: any DashboardSource) { self.source = source }

    /// One address for each dashboard: each has a right of its own.
    var table: [APIRoute] {
        DashboardName.allCases.map { name in
            APIRoute(
                "/api/v1/dashboards/\(name.rawValue)",
                id: "get\(name.rawValue.prefix(1).uppercased())\(name.rawValue.dropFirst())Dashboard",
                .dashboards, name.title,
                "The newest snapshot, or with `as_of` the newest that speaks of that moment or an earlier one.", rights: [.see(name)],
                parameters: [
                    APIParameter(
                        "as_of", .moment, "The newest snapshot that speaks of this moment or an earlier one. Without it: the newest.",
                        example: "2025-12-31")
                ],
                schema: "Dashboard", problems: [.notFound]
            ) { try await self.answer(name, $0) }
        }
    }

    private func answer(_ name: DashboardName, _ request: APIRequest) async throws -> String {
        let asOf = request.moment("as_of")
        guard let snapshot = try await source.snapshot(name, asOf: asOf) else { throw APIFault.noSnapshot(name, asOf: asOf) }
        if let text = texts.withLock({ $0[snapshot.id] }) { return text }
        let text = try snapshot.dashboard.jsonText() + "\n"
        texts.withLock { texts in
            if texts.count >= Self.capacity { texts.removeAll() }
            texts[snapshot.id] = text
        }
        return text
    }
}
