import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema

/// The questions of `mainstay metrics`, now and for a moment of the past, where everybody's scores follow from the facts.
struct Questions {
    let bench: Workbench

    private struct Question: Sendable {
        let name: String
        let ask: @Sendable (Moment, Connection) async throws -> Void
    }

    private static let daysBack: Int64 = 30

    private static func questions(_ customer: String) -> [Question] {
        [
            Question(name: "health") { _ = try await HealthSummary.fetch(asOf: $0, on: $1) },
            Question(name: "retention, unbounded") { _ = try await Retention.fetch(asOf: $0, on: $1) },
            Question(name: "retention, bounded") { _ = try await Retention.fetch(asOf: $0, definition: .bounded, on: $1) },
            Question(name: "NPS") { _ = try await NPS.fetch(asOf: $0, on: $1) },
            Question(name: "campaigns") { _ = try await CampaignEffectiveness.fetch(asOf: $0, on: $1) },
            Question(name: "system") { _ = try await SystemHealth.fetch(asOf: $0, on: $1) },
            Question(name: "segments") { _ = try await SegmentHealth.fetch(asOf: $0, on: $1) },
            Question(name: "the 20 lowest scores") { _ = try await CustomerList.fetch(asOf: $0, limit: 20, on: $1) },
            Question(name: "one customer's profile") { _ = try await CustomerProfile.fetch(customer, asOf: $0, on: $1) },
            Question(name: "one customer's 90 days explained") {
                _ = try await Explanation.fetch(customer, from: $0.adding(days: -90), to: $0, on: $1)
            },
        ]
    }

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("asking questions")
        return try await company.configuration.withConnection { connection in
            let clock = try await CompanyClock(on: connection)
            guard let id = try await ChosenCustomers.pick(1, seed: "question", on: connection).first else { return [] }
            let customer = id.uuidString.lowercased()
            var (present, past): ([Measurement], [Measurement]) = ([], [])
            for question in Self.questions(customer) {
                let samples = try await Rounds.run {
                    let now = clock.now
                    // With a server running, nobody is left waiting.
                    try await Rescoring(connection: connection).drain(asOf: now)
                    return try await Stopwatch.time { try await question.ask(now, connection) }
                }
                present.append(.of("\(question.name), now", samples, target: .medianAtMost(1)))
                let before = clock.now.adding(days: -Self.daysBack)
                let earlier = try await Rounds.run { try await Stopwatch.time { try await question.ask(before, connection) } }
                past.append(.of("\(question.name), as of \(Self.daysBack) days ago", earlier))
            }
            return present + past
        }
    }
}
