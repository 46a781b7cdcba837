import Dashboards
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite("The live stream")
struct LiveRoutesTests {
    private static let figures = LiveFigures(
        asOf: Then.now, customers: 3, averageScore: 71, healthy: 1, atRisk: 1, critical: 1, freshnessP95Milliseconds: nil, alertsOpen: nil)

    @Test("tells figures as events and ends with its source")
    func events() async throws {
        try await FixedSite().test(live: FixedLive(list: [Self.figures])) { client in
            try await client.execute(uri: "/live", method: .get, headers: .session(.engineering)) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/event-stream")
                #expect(
                    response.text == """
                        retry: 2000

                        event: figures
                        data: {"as_of":"2026-11-01T09:00:00Z","customers":3,"average_score":71,"healthy":1,"at_risk":1,"critical":1,\
                        "freshness_p95_ms":null,"alerts_open":null}


                        """)
            }
        }
    }

    @Test("gives signs of life, and ends after some time so that rights are looked at again")
    func heartbeats() async throws {
        struct Silent: LiveSource {
            func figures() async -> AsyncStream<LiveFigures> { AsyncStream { _ in } }
        }
        let site = try Site(FixedSite().dependencies(live: Silent()))
        let router = Router(context: MainstayContext.self)
        router.add(middleware: Identification(site.dependencies))
        LiveRoutes(site: site, heartbeats: { AsyncStream { () } }).add(to: router)
        try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/live", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.hasPrefix("retry: 2000\n\n"))
                #expect(response.text.contains(": still here\n\n"))
            }
        }
    }

    @Test("is for those who see any of its figures elsewhere", arguments: Role.allCases)
    func rights(role: Role) async throws {
        let isOpen = ![Role.marketing, .product].contains(role)
        try await FixedSite().test(live: FixedLive(list: [])) { client in
            try await client.execute(uri: "/live", method: .get, headers: .session(role)) { response in
                #expect(response.status == (isOpen ? .ok : .forbidden))
            }
        }
    }

    @Test("is for nobody who is not signed in")
    func strangers() async throws {
        try await FixedSite().test(live: FixedLive(list: [Self.figures])) { client in
            try await client.execute(uri: "/live", method: .get) { response in
                #expect(response.status != .ok)
                #expect(!response.text.contains("figures"))
            }
        }
    }
}
