import Domain
import Foundation
import Testing

@testable import App

@Suite("What the doctor makes of facts")
struct FindingsTests {
    private let now = Moment(microseconds: 1_767_225_600_000_000)

    private func codes(_ findings: [Finding]) -> [String] { findings.compactMap(\.code) }

    @Test(
        "clocks: a second is let pass, a minute is not, and no more is claimed than is known",
        arguments: [
            (0, 0, .ok), (1_000_000, 0, .ok), (1_000_001, 0, .warning), (-1_000_001, 0, .warning), (60_000_000, 0, .warning),
            (60_000_001, 0, .problem), (-61_000_000, 0, .problem), (61_000_000, 2_000_000, .warning), (2_000_000, 1_500_000, .ok),
        ] as [(Int64, Int64, Finding.Level)])
    func clocks(_ offset: Int64, _ uncertainty: Int64, _ level: Finding.Level) {
        #expect(ClockFacts(offset: offset, uncertainty: uncertainty).findings.map(\.level) == [level])
    }

    @Test("a server that is too old is all that is said of it")
    func oldServer() {
        let facts = ServerFacts(
            version: "14.9", versionNumber: 140_009, database: "d", role: "r", encoding: "LATIN1", isReadOnly: true, isStandby: true,
            isPooled: true, compilesStatements: true, autovacuumRuns: false)
        #expect(codes(facts.findings) == ["doctor-too-old"])
    }

    @Test("everything else that can be wrong with a server is said at once")
    func server() {
        var facts = ServerFacts(
            version: "15.0", versionNumber: 150_000, database: "d", role: "r", encoding: "UTF8", isReadOnly: false, isStandby: false,
            isPooled: false, compilesStatements: true, autovacuumRuns: true)
        #expect(codes(facts.findings) == [])
        facts.isReadOnly = true
        facts.encoding = "LATIN1"
        facts.isPooled = true
        facts.autovacuumRuns = false
        #expect(codes(facts.findings) == ["doctor-read-only", "doctor-encoding", "doctor-pooler", "doctor-autovacuum-off"])
    }

    private func engine(
        waits: Int64? = nil, everybody: Int64? = nil, hours: Double? = 1, led: Bool = true, customers: Bool = true, p99: Decimal? = nil
    ) -> EngineFacts {
        EngineFacts(
            hasCustomers: customers, waiting: waits == nil ? 0 : 7, oldestWait: waits, everybodyWait: everybody,
            sinceRefresh: hours.map { Int64($0 * 3_600_000_000) },
            leader: led ? EngineFacts.Leader(processID: 1, application: "mainstay", address: nil) : nil, p50: p99, p95: p99, p99: p99)
    }

    @Test("the engine: what waits is a problem only when somebody should have taken it")
    func queue() {
        #expect(codes(engine().findings) == [])
        #expect(codes(engine(waits: 30_000_000).findings) == [])
        #expect(codes(engine(waits: 30_000_001).findings) == ["doctor-queue-waiting"])
        #expect(engine(waits: 30_000_001).findings.first?.level == .problem)
        #expect(engine(waits: 1_000, led: false).findings.first?.level == .warning)
        // While everybody is rescored single entries wait behind.
        #expect(codes(engine(waits: 90_000_000, everybody: 90_000_000).findings) == [])
        #expect(codes(engine(everybody: 3_600_000_001).findings) == ["doctor-everybody-waiting"])
        #expect(codes(engine(everybody: 1, led: false).findings) == ["doctor-everybody-waiting", "doctor-no-engine"])
    }

    @Test("the engine: scores are stale after 48 hours, as on the system's dashboard")
    func stale() {
        #expect(codes(engine(hours: 48, led: false).findings) == ["doctor-no-engine"])
        #expect(codes(engine(hours: 48.01, led: false).findings) == ["doctor-scores-stale"])
        #expect(codes(engine(hours: nil).findings) == ["doctor-scores-stale"])
        #expect(codes(engine(hours: nil, led: false, customers: false).findings) == [])
        #expect(codes(engine(p99: 500).findings) == [])
        #expect(codes(engine(p99: 630).findings) == ["doctor-slow"])
    }

    @Test("the reconcile: old after two nights, unfinished after two hours")
    func reconcile() {
        func facts(endedHoursAgo hours: Int64?, differences: Int? = 0, begunHoursAgo: Int64? = nil, customers: Bool = true)
            -> ReconcileFacts
        {
            ReconcileFacts(
                hasCustomers: customers,
                last: hours.map {
                    let end = now.adding(seconds: -$0 * 3_600)
                    return ReconcileFacts.Run(
                        startedAt: end.adding(seconds: -2), finishedAt: end, rescored: 2_000, differences: differences)
                }, unfinishedSince: begunHoursAgo.map { now.adding(seconds: -$0 * 3_600) }, now: now)
        }
        #expect(codes(facts(endedHoursAgo: 50).findings) == [])
        #expect(facts(endedHoursAgo: 24).findings.map(\.seen) == ["no differences among 2,000 customers at 2025-12-31 00:00 UTC, in 2.0 s"])
        #expect(codes(facts(endedHoursAgo: 51).findings) == ["doctor-reconcile-old"])
        #expect(codes(facts(endedHoursAgo: nil).findings) == ["doctor-reconcile-old"])
        #expect(codes(facts(endedHoursAgo: nil, customers: false).findings) == [])
        #expect(codes(facts(endedHoursAgo: 24, begunHoursAgo: 2).findings) == [])
        #expect(codes(facts(endedHoursAgo: 24, begunHoursAgo: 3).findings) == ["doctor-reconcile-unfinished"])
        #expect(codes(facts(endedHoursAgo: 51, differences: 1).findings) == ["doctor-differences", "doctor-reconcile-old"])
    }

    @Test("tables: small ones are never worth a word")
    func tables() {
        func codes(live: Int = 0, dead: Int = 0, pages: Int = 0, visible: Int = 0, known: Bool = true) -> [String] {
            self.codes(
                TableFacts(tables: [
                    TableFacts.Table(name: "t", liveRows: live, deadRows: dead, pages: pages, visiblePages: visible, isKnown: known)
                ]).findings)
        }
        #expect(codes(live: 9_999, known: false) == [])
        #expect(codes(live: 10_000, known: false) == ["doctor-never-analyzed"])
        #expect(codes(live: 1_000_000, pages: 999) == [])
        #expect(codes(live: 1_000_000, pages: 1_000) == ["doctor-never-vacuumed"])
        #expect(codes(live: 1_000_000, pages: 1_000, visible: 1) == [])
        #expect(codes(live: 30_000, dead: 10_000) == [])
        #expect(codes(live: 29_999, dead: 10_001) == ["doctor-dead-rows"])
        #expect(codes(live: 0, dead: 9_999) == [])
    }

    @Test("a diagnosis counts, and says in each format what was found")
    func report() {
        let diagnosis = Diagnosis(
            asOf: now,
            findings: [
                .ok(.connection, "PostgreSQL 15.18"), .warning(.tables, .neverVacuumed, "never vacuumed: t", remedy: "VACUUM t"),
                .problem(.indexes, .indexMissing, "index i is missing", remedy: "CREATE INDEX i ON t (a, b)"),
            ])
        #expect(diagnosis.hasProblems)
        let page = diagnosis.page.text(coloured: false)
        #expect(page.contains("✓ connection  PostgreSQL 15.18\n"))
        #expect(page.contains("! tables      never vacuumed: t\n"))
        #expect(page.contains("✗ indexes     index i is missing\n"))
        #expect(page.contains("→ CREATE INDEX i ON t (a, b)  [doctor-index-missing]\n"))
        #expect(page.contains("1 problem, 1 warning"))
        #expect(
            diagnosis.json.text().hasPrefix(
                #"{"as_of":"2026-01-01T00:00:00Z","problems":1,"warnings":1,"findings":[{"level":"ok","topic":"connection","code":null,"#))
        #expect(diagnosis.csv.text.contains("problem,indexes,doctor-index-missing,index i is missing,\"CREATE INDEX i ON t (a, b)\"\r\n"))
        #expect(!Diagnosis(asOf: now, findings: [.warning(.tables, .deadRows, "x", remedy: "y")]).hasProblems)
    }
}
