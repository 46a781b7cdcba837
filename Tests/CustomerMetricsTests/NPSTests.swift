import Domain
import Foundation
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("Question 3: NPS")
struct NPSTests {
    private static let now = "2026-03-01T12:00:00Z"
    private static let windowStart = "2026-01-30T12:00:00Z"

    private func nps(_ company: Company, windowDays: Int = 30) async throws -> NPS {
        try await company.ask { try await NPS.fetch(asOf: at(Self.now), windowDays: windowDays, on: $0) }
    }

    /// Answers of today.
    private func answers(_ company: Company, promoters: Int = 0, passives: Int = 0, detractors: Int = 0, by id: String = "a") async throws {
        for (score, times) in [(10, promoters), (8, passives), (3, detractors)] where times > 0 {
            try await company.survey(id, score: score, responded: Self.now, times: times)
        }
    }

    @Test("without responses has no score, no interval and no shares")
    func nobody() async throws {
        try await Company.with { company in
            let nps = try await nps(company)
            #expect(
                nps.json.text() == """
                    {"as_of":"2026-03-01T12:00:00Z","window_days":30,"total_responses":0,"minimum_responses":100,"promoters":0,"passives":0,\
                    "detractors":0,"nps_score":null,"provisional_score":null,"interval":null,"promoter_percent":null,"passive_percent":null,\
                    "detractor_percent":null,"response_rate":null,"segments":[]}
                    """)
        }
    }

    @Test("has a score from 100 responses on, with its interval")
    func enough() async throws {
        try await Company.with { company in
            try await company.customer("a", tier: "enterprise")
            try await answers(company, promoters: 50, passives: 30, detractors: 20)
            let nps = try await nps(company)
            #expect(
                nps.json.text() == """
                    {"as_of":"2026-03-01T12:00:00Z","window_days":30,"total_responses":100,"minimum_responses":100,"promoters":50,"passives":30,\
                    "detractors":20,"nps_score":30,"provisional_score":null,"interval":[14.05,44.2],"promoter_percent":50,"passive_percent":30,\
                    "detractor_percent":20,"response_rate":null,"segments":[{"segment":"Enterprise","total_responses":100,"nps_score":30,\
                    "provisional_score":null,"interval":[14.05,44.2]}]}
                    """)
            #expect(nps.reaches(30) == true)
            #expect(nps.reaches(31) == false)
        }
    }

    @Test("is provisional with 99 responses")
    func oneTooFew() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await answers(company, promoters: 49, passives: 30, detractors: 20)
            let nps = try await nps(company)
            #expect(nps.figure.score == nil)
            #expect(nps.figure.provisionalScore == Decimal(string: "29.29"))
            #expect(nps.figure.interval == NPS.Interval(low: Decimal(string: "13.27")!, high: Decimal(string: "43.59")!))
            #expect(nps.reaches(0) == nil)
        }
    }

    @Test("takes the minimum from the parameters")
    func minimum() async throws {
        try await Company.with { company in
            try await company.set("nps_min_responses", "50")
            try await company.customer("a")
            try await answers(company, detractors: 50)
            #expect(try await nps(company).figure.score == -100)
            #expect(try await nps(company).minimumResponses == 50)
        }
    }

    @Test("has an interval even where all said the same")
    func oneResponse() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await answers(company, promoters: 1)
            #expect(try await nps(company).figure.provisionalScore == 100)
            let interval = try #require(try await nps(company).figure.interval)
            #expect(interval == NPS.Interval(low: Decimal(string: "-48.5")!, high: Decimal(string: "98.5")!))
        }
    }

    @Test("calls 9 and 10 promoters, 7 and 8 passives, the rest detractors")
    func categories() async throws {
        try await Company.with { company in
            try await company.customer("a")
            for score in 0...10 { try await company.survey("a", score: score, responded: Self.now) }
            let nps = try await nps(company)
            #expect(nps.detractors == Rate(part: 7, whole: 11, percent: Decimal(string: "63.64")))
            #expect(nps.passives == Rate(part: 2, whole: 11, percent: Decimal(string: "18.18")))
            #expect(nps.promoters == Rate(part: 2, whole: 11, percent: Decimal(string: "18.18")))
        }
    }

    private static let responses: [(responded: String?, created: String?, counts: Bool)] = [
        (now, nil, true),
        ("2026-03-01T12:00:00.000001Z", nil, false),
        (windowStart, nil, false),
        ("2026-01-30T12:00:00.000001Z", nil, true),
        // Without a time of the response that of the row.
        (nil, now, true),
        (nil, windowStart, false),
        ("2026-02-10", "2025-01-01", true),
        ("2025-01-01", "2026-02-10", false),
        (nil, nil, false),
    ]

    @Test("counts responses after the beginning of the window and up to the moment", arguments: responses)
    func window(response: (responded: String?, created: String?, counts: Bool)) async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.survey("a", score: 9, responded: response.responded, created: response.created)
            #expect(try await nps(company).figure.responses == (response.counts ? 1 : 0))
        }
    }

    @Test("does not count a survey without an answer as a response")
    func unanswered() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.survey("a", score: nil, deployed: "2026-02-20", created: "2026-02-20", times: 5)
            try await company.survey("a", score: 9, deployed: "2026-02-20", responded: "2026-02-21")
            let nps = try await nps(company)
            #expect(nps.figure.responses == 1)
            #expect(nps.detractors.part == 0)
            #expect(nps.responseRate == Rate(part: 1, whole: 6, percent: Decimal(string: "16.67")))
        }
    }

    @Test("has a response rate of the surveys deployed in the window, answered by the moment")
    func responseRate() async throws {
        try await Company.with { company in
            try await company.customer("a")
            // Deployed too early, though answered in the window.
            try await company.survey("a", score: 9, deployed: Self.windowStart, responded: Self.now)
            // Deployed in time, answered later.
            try await company.survey("a", score: 9, deployed: Self.now, responded: "2026-03-02")
            try await company.survey("a", score: 9, deployed: "2026-02-01", responded: "2026-02-02")
            try await company.survey("a", score: nil, deployed: "2026-03-02")
            #expect(try await nps(company).responseRate == Rate(part: 1, whole: 2, percent: 50))
        }
    }

    @Test("looks at the days it is told to")
    func otherWindow() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.survey("a", score: 9, responded: "2026-01-01")
            #expect(try await nps(company, windowDays: 59).figure.responses == 0)
            #expect(try await nps(company, windowDays: 60).figure.responses == 1)
        }
    }

    @Test("of segments and months each have their own number of responses")
    func cuts() async throws {
        try await Company.with { company in
            try await company.customer("a", tier: "free")
            try await company.customer("b", tier: "enterprise")
            try await answers(company, promoters: 100, by: "a")
            try await answers(company, promoters: 2, passives: 1, by: "b")
            try await company.survey("b", score: 0, responded: "2026-01-31T23:59:59.999999Z")
            let nps = try await nps(company)
            #expect(nps.segments.map(\.segment) == [.enterprise, .free])
            #expect(nps.segments[0].figure.responses == 4)
            #expect(nps.segments[0].figure.score == nil)
            #expect(nps.segments[0].figure.provisionalScore == 25)
            #expect(nps.segments[1].figure.score == 100)
            #expect(nps.months.map { "\($0.month) \($0.figure.responses)" } == ["2026-01 1", "2026-03 103"])
            #expect(nps.months[0].figure.provisionalScore == -100)
        }
    }
}
