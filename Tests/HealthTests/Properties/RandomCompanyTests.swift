import Foundation
import Testing

@testable import TestSupport

/// Facts are inserted, corrected and deleted in random order, live or late, with the engine coming now and then: whatever the product stores or
/// answers is what the facts give.
@Suite struct RandomCompanyTests {
    /// `MAINSTAY_SEEDS=17` or `MAINSTAY_SEEDS=1000-3000` tries other companies than the usual ones.
    static let seeds: ClosedRange<UInt64> = {
        let bounds = ProcessInfo.processInfo.environment["MAINSTAY_SEEDS"]?.split(separator: "-").compactMap { UInt64($0) } ?? []
        guard let first = bounds.first, let last = bounds.last, first <= last else { return 1...220 }
        return first...last
    }()

    /// A few at a time: other tests want databases too.
    private static let turnstile = Turnstile(places: 3)

    @Test(arguments: seeds) func scoresAreWhatTheFactsGive(seed: UInt64) async throws {
        try await Self.turnstile.pass { try await live(seed: seed) }
    }

    private func live(seed: UInt64) async throws {
        try await TestDatabase.withMigrated { database in
            var trial = try await CompanyTrial(seed: seed, database: database)
            do {
                try await trial.run()
            } catch {
                Issue.record("seed \(seed) broke off: \(String(reflecting: error))\n\n\(trial.script.joined(separator: "\n"))")
                return
            }
            guard !trial.disagreements.isEmpty else { return }
            Issue.record(
                """
                seed \(seed): \(trial.disagreements.count) disagreements
                \(trial.disagreements.prefix(6).joined(separator: "\n"))

                \(trial.script.joined(separator: "\n"))
                """)
        }
    }
}
