import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("Why customers leave, and what they want")
struct InsightTests {
    private static let now = "2026-06-01T12:00:00Z"

    @Test("reasons are merged whatever their case, and count each customer's ARR once")
    func churnReasons() async throws {
        try await Company.with { company in
            try await company.customer("a", churned: "2026-05-01", arr: 100)
            try await company.customer("b", churned: "2026-05-01", arr: 50)
            try await company.customer("c", churned: "2026-05-01")
            try await company.exitSurvey("a", "missing_feature", at: "2026-05-01", detail: "No exports.")
            try await company.exitSurvey("a", "Missing feature", at: "2026-05-02", detail: " ")
            try await company.exitSurvey("b", " MISSING-FEATURE ", at: "2026-05-03", detail: "No API.")
            try await company.exitSurvey("c", "price", at: Self.now)
            try await company.exitSurvey("c", " ", at: "2026-05-04")
            try await company.exitSurvey("c", "too old", at: "2026-03-03T12:00:00Z")
            try await company.exitSurvey("c", "later", at: "2026-06-01T12:00:00.000001Z")
            let answer = try await company.ask { try await ChurnReasons.fetch(asOf: at(Self.now), on: $0) }
            #expect(answer.reasons.map(\.name) == ["Missing feature", "No reason given", "Price"])
            #expect(
                answer.reasons.first
                    == ChurnReasons.Reason(
                        name: "Missing feature", answers: Rate(part: 3, whole: 5, percent: 60), customers: 2, arr: 150,
                        arrUnknown: 0, newestDetail: "No API."))
            #expect(answer.reasons.last?.answers.percent == 20 && answer.reasons.last?.arrUnknown == 1)
            #expect(answer.reasons.last?.newestDetail == nil)
        }
    }

    @Test(
        "what is asked for is what is left of a subject without openings and closings",
        arguments: [
            ("Feature request: dark mode", "dark mode"), ("Please add dark mode", "dark mode"), ("dark mode please", "dark mode"),
            ("Would love dark mode", "dark mode"), ("Any plans for dark mode?", "dark mode"), ("We need dark mode!!", "dark mode"),
            ("  Could you please add support for   SCIM, thanks", "SCIM"), ("It would be great to have the ability to undo", "undo"),
            ("Request: an on-premises version", "on-premises version"), ("Support chat is closed", "Support chat is closed"),
            ("Requests overview", "Requests overview"), ("Please", "Please"), ("We'd like to see PDF export.", "PDF export"),
            ("Address book", "Address book"), ("Theme editor", "Theme editor"), ("Wanted: webhooks", "Wanted: webhooks"),
        ])
    func requestText(subject: String, text: String) async throws {
        try await Company.with { company in
            let found = try await company.pool.query("SELECT mainstay.request_text(\(subject)) AS text").first?
                .decode("text", as: String.self)
            #expect(found == text)
        }
    }

    @Test(
        "two wishes are alike when the same words are left, in any order and number",
        arguments: [
            ("Excel export", "Exports to Excel", true), ("scheduled reports", "Scheduled report", true), ("dark mode", "Dark-Mode", true),
            ("categories", "category", true), ("undo for deleted items", "undo deleted item", true),
            ("Excel export", "Excel import", false),
            ("status page", "statu page", false), ("C++ client", "C client", false), ("!!!", "???", false),
        ])
    func requestKey(one: String, other: String, areAlike: Bool) async throws {
        try await Company.with { company in
            let same = try await company.pool.query(
                "SELECT mainstay.request_key(\(one)) = mainstay.request_key(\(other)) AS same"
            ).first?.decode("same", as: Bool.self)
            #expect(same == areAlike)
        }
    }

    @Test("requests are counted with their customers, ARR and newest ticket")
    func featureRequests() async throws {
        try await Company.with { company in
            try await company.customer("a", arr: 100)
            try await company.customer("b", arr: 10)
            try await company.customer("c")
            try await company.request("a", "Please add dark mode", at: "2026-05-01")
            try await company.request("a", "dark mode please", at: "2026-05-20")
            try await company.request("b", "Feature request: Dark Mode", at: "2026-05-10")
            try await company.request("c", "webhooks", at: Self.now)
            try await company.request("c", nil, at: "2026-05-10")
            try await company.request("c", " ", at: "2026-05-10")
            try await company.request("c", "webhooks", at: "2026-05-10", category: "bug")
            try await company.request("c", "webhooks", at: "2025-12-03T12:00:00Z")
            try await company.request("c", "webhooks", at: "2026-06-01T12:00:00.000001Z")
            let answer = try await company.ask { try await FeatureRequests.fetch(asOf: at(Self.now), on: $0) }
            #expect(answer.total == 2)
            #expect(
                answer.requests.first
                    == FeatureRequests.Request(
                        text: "Dark mode", requests: 3, customers: 2, arr: 110, arrUnknown: 0, wordings: 3, newestAt: at("2026-05-20")))
            #expect(
                answer.requests.last
                    == FeatureRequests.Request(
                        text: "Webhooks", requests: 1, customers: 1, arr: 0, arrUnknown: 1, wordings: 1, newestAt: at(Self.now)))
            #expect(answer.withoutSubject == 2)
        }
    }

    @Test("requests are found however their category is spelled, by their index")
    func spelledRequests() async throws {
        try await Company.with { company in
            try await company.customer("a", arr: 100)
            let spellings = [
                "feature_request", "Feature request", " FEATURE-REQUEST ", "feature__request", "feature requests", "featurerequest",
                "request",
            ]
            for (place, category) in spellings.enumerated() {
                try await company.request("a", place == 2 ? nil : "dark mode", at: "2026-05-01", category: category)
            }
            let answer = try await company.ask { try await FeatureRequests.fetch(asOf: at(Self.now), on: $0) }
            #expect(answer.requests.map(\.requests) == [3] && answer.withoutSubject == 1)
            let plan = try await company.pool.transaction { connection in
                try await connection.execute("SET LOCAL enable_seqscan = off")
                return try await connection.query("EXPLAIN SELECT * FROM mainstay.feature_requests(\(at(Self.now)))")
                    .map { try $0.decode("QUERY PLAN", as: String.self) }
            }
            #expect(plan.contains { $0.contains("support_tickets_requested") }, "\(plan.joined(separator: "\n"))")
        }
    }

    @Test("adoption is the share of active customers, of features with a name, by the moment")
    func featureAdoption() async throws {
        try await Company.with { company in
            for id in ["a", "b", "c"] { try await company.customer(id) }
            try await company.customer("gone", churned: "2026-05-01")
            try await company.event("a", at: "2026-05-01", "feature_adopted", feature: "reports")
            try await company.event("a", at: "2026-05-02", "feature_adopted", feature: "reports")
            try await company.event("b", at: Self.now, "feature_adopted", feature: "reports")
            try await company.event("gone", at: "2026-04-01", "feature_adopted", feature: "reports")
            try await company.event("c", at: "2026-06-01T12:00:00.000001Z", "feature_adopted", feature: "reports")
            try await company.event("c", at: "2026-05-01", "feature_adopted", feature: nil)
            try await company.event("c", at: "2026-05-01", "page_view", feature: "exports")
            try await company.pool.execute("INSERT INTO mainstay.features (name, core) VALUES ('api', true)")
            let answer = try await company.ask { try await FeatureAdoption.fetch(asOf: at(Self.now), on: $0) }
            #expect(
                answer.features == [
                    FeatureAdoption.Feature(
                        name: "reports", isCore: false, adopted: Rate(part: 2, whole: 3, percent: Decimal(string: "66.67"))),
                    FeatureAdoption.Feature(name: "api", isCore: true, adopted: Rate(part: 0, whole: 3, percent: 0)),
                ])
        }
    }
}
