import Domain
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("A customer's timeline")
struct CustomerTimelineTests {
    private let now = at("2026-03-01T12:00:00Z")

    private func company(_ body: (Company) async throws -> Void) async throws {
        try await Company.with { company in
            try await company.customer("acme", created: "2026-01-01")
            try await company.event("acme", at: "2026-02-01")
            try await company.features("acme", 1, at: "2026-02-02")
            try await company.ticket("acme", opened: "2026-02-03", closed: "2026-02-08", subject: "Slow")
            try await company.ticket("acme", opened: "2026-02-04", closed: "2026-04-01")
            try await company.survey("acme", score: 3, deployed: "2026-02-05", responded: "2026-02-07", feedback: "Slow export")
            try await company.survey("acme", score: nil, deployed: "2026-02-06")
            try await company.campaign("acme", "at_risk", sent: "2026-02-09", opened: "2026-02-10", responded: "2026-03-05")
            try await company.customer("other", created: "2026-01-01")
            try await company.event("other", at: "2026-02-11")
            try await body(company)
        }
    }

    private func lines(_ company: Company, kind: CustomerTimeline.Kind? = nil, limit: Int = 50) async throws -> (
        lines: [String], hasMore: Bool
    ) {
        let timeline = try await company.ask { try await CustomerTimeline.fetch("acme", kind: kind, asOf: now, limit: limit, on: $0) }
        return (timeline.entries.map { "\($0.moment.iso8601.prefix(10)) \($0.kind.rawValue) \($0.happening.word)" }, timeline.hasMore)
    }

    @Test("has everything up to its moment, newest first, and nothing of others")
    func all() async throws {
        try await company { company in
            let all = try await lines(company).lines
            #expect(
                all == [
                    "2026-02-10 campaign opened at_risk", "2026-02-09 campaign sent at_risk", "2026-02-08 ticket closed Slow",
                    "2026-02-07 survey answered 3 Slow export", "2026-02-06 survey deployed", "2026-02-05 survey deployed",
                    "2026-02-04 ticket opened -", "2026-02-03 ticket opened Slow", "2026-02-02 event feature_adopted f1",
                    "2026-02-01 event login -",
                ])
        }
    }

    @Test("can be of one kind, and says when it leaves something out")
    func kinds() async throws {
        try await company { company in
            for kind in CustomerTimeline.Kind.allCases {
                let part = try await lines(company, kind: kind)
                #expect(!part.lines.isEmpty && part.lines.allSatisfy { $0.contains(" \(kind.rawValue) ") })
                #expect(!part.hasMore)
            }
            let (newest, hasMore) = try await lines(company, limit: 3)
            #expect(newest.count == 3 && newest[0].hasPrefix("2026-02-10"))
            #expect(hasMore)
        }
    }
}

extension CustomerTimeline.Entry.Happening {
    fileprivate var word: String {
        switch self {
        case .event(let type, let feature): "\(type) \(feature ?? "-")"
        case .ticketOpened(_, let subject, _): "opened \(subject ?? "-")"
        case .ticketClosed(_, let subject, _): "closed \(subject ?? "-")"
        case .surveyDeployed: "deployed"
        case .surveyAnswered(let score, _, let feedback): "answered \(score) \(feedback ?? "-")"
        case .campaignSent(let type): "sent \(type.rawValue)"
        case .campaignOpened(let type): "opened \(type.rawValue)"
        case .campaignClicked(let type): "clicked \(type.rawValue)"
        case .campaignResponded(let type): "responded \(type.rawValue)"
        }
    }
}
