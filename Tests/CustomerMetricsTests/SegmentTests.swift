import Domain
import Foundation
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("Question 6: segments")
struct SegmentTests {
    private func segments(_ company: Company) async throws -> SegmentHealth {
        try await company.ask { try await SegmentHealth.fetch(asOf: at("2026-03-01T12:00:00Z"), on: $0) }
    }

    @Test("without customers are none")
    func nobody() async throws {
        try await Company.with { company in
            try await company.customer("gone", churned: "2026-01-02")
            #expect(try await segments(company).json.text() == #"{"as_of":"2026-03-01T12:00:00Z","segments":[]}"#)
        }
    }

    @Test(
        "follow from the tier as it is spelt; anything else is Free",
        arguments: [
            ("enterprise", Segment.enterprise), ("professional", .professional), ("basic", .basic), ("free", .free), ("Enterprise", .free),
            ("enterprise ", .free), ("trial", .free), ("", .free), (nil, .free),
        ] as [(String?, Segment)])
    func tiers(tier: String?, segment: Segment) async throws {
        try await Company.with { company in
            try await company.customer("a", tier: tier)
            #expect(try await segments(company).segments.map(\.segment) == [segment])
        }
    }

    @Test("sum up customers, statuses and revenue, unknown revenue as nothing")
    func figures() async throws {
        try await Company.with { company in
            // 70, 60 and 30.
            try await company.customer("a", lastLogin: "2026-03-01T12:00:00Z", tier: "professional", arr: Decimal(string: "1000.50"))
            try await company.customer("b", lastLogin: "2026-02-27T12:00:00Z", tier: "professional", arr: 200)
            try await company.customer("c", tier: "professional", arr: 30)
            try await company.customer("d", lastLogin: "2026-03-01T12:00:00Z", tier: "professional")
            try await company.customer("gone", churned: "2026-01-02", tier: "professional", arr: 9_999)
            #expect(
                try await segments(company).json.text() == """
                    {"as_of":"2026-03-01T12:00:00Z","segments":[{"segment":"Professional","total_customers":4,"average_score":57.5,\
                    "healthy_count":2,"at_risk_count":1,"critical_count":1,"healthy_percent":50,"at_risk_percent":25,"critical_percent":25,\
                    "arr":1230.5,"arr_at_risk":230}]}
                    """)
        }
    }

    @Test("come with the best average first, equal ones by name")
    func order() async throws {
        try await Company.with { company in
            try await company.customer("a", tier: "free")
            try await company.customer("b", lastLogin: "2026-03-01T12:00:00Z", tier: "professional")
            try await company.customer("c", tier: "enterprise")
            try await company.customer("d", tier: "basic")
            #expect(try await segments(company).segments.map(\.segment) == [.professional, .basic, .enterprise, .free])
        }
    }
}
