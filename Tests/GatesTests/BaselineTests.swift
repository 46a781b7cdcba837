import Domain
import Foundation
import Postgres
import Testing

@testable import Gates

@Suite("The baseline")
struct BaselineTests {
    private func baseline(_ company: Company, _ moment: String = "2026-12-01") async throws -> Baseline {
        try await company.ask { try await Baseline.fetch(asOf: at(moment), on: $0) }
    }

    @Test("is read strictly", arguments: [("82.5", "82.5"), ("100", "100"), ("0.01", "0.01"), (" 82.50 % ", "82.5"), ("085", "85")])
    func rate(text: String, percent: String) throws {
        #expect(try BaselineRate(text).percent == Decimal(string: percent))
    }

    @Test(
        "is refused when it is no rate",
        arguments: [
            ("", "baseline-rate"), ("82,5", "baseline-rate"), ("82.555", "baseline-rate"), ("-5", "baseline-rate"),
            ("8e1", "baseline-rate"),
            ("82.5abc", "baseline-rate"), ("NaN", "baseline-rate"), ("٨٢", "baseline-rate"), ("0", "baseline-range"),
            ("0.00", "baseline-range"), ("100.01", "baseline-range"),
        ])
    func badRate(text: String, code: String) {
        let error = #expect(throws: BaselineError.self) { try BaselineRate(text) }
        #expect(error?.code == code)
        #expect(error?.description.hasSuffix("[\(code)]") == true)
    }

    @Test("is explained in docs/errors.md", arguments: [BaselineError.rateMalformed("x"), .rateOutOfRange("0"), .reasonMissing])
    func documented(error: BaselineError) throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/errors.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(text.contains("| `\(error.code)` |"))
    }

    @Test("keeps who set which, when and why, and holds from then on")
    func history() async throws {
        try await Company.with { company in
            #expect(
                try await baseline(company).json.text()
                    == #"{"as_of":"2026-12-01T00:00:00Z","rate":null,"source":null,"cohort":null,"history":[]}"#)
            try await company.setBaseline("82.5", at: "2026-03-01", why: " before the programme\n")
            try await company.setBaseline("84", at: "2026-04-01", why: "measured again")
            let now = try await baseline(company)
            #expect(now.rate == 84 && now.cohort == nil)
            #expect(now.history.map(\.why) == ["measured again", "before the programme"])
            #expect(now.history.map(\.rate) == [84, Decimal(string: "82.5")])
            #expect(now.history.allSatisfy { $0.setBy == "cli:ada" })
            #expect(try await baseline(company, "2026-03-31").history.count == 1)
            #expect(try await baseline(company, "2026-02-28").rate == nil)
        }
    }

    @Test("gives the automatic one back, once")
    func reset() async throws {
        try await Company.with { company in
            try await company.cohort("2026-01", size: 3, retained: 2)
            func reset(_ why: String) async throws -> Bool {
                try await company.pool.transaction { try await Baselines.reset(by: "user:ada", why: why, now: at("2026-05-01"), on: $0) }
            }
            #expect(try await !reset("nothing is set"))
            try await company.setBaseline("82.5", at: "2026-04-01")
            #expect(try await reset("no longer needed"))
            #expect(try await !reset("again"))
            let now = try await baseline(company)
            #expect(now.entry == nil && now.cohort == Baseline.Cohort(month: Month("2026-01")!, size: 3, retained: 2))
            #expect(now.history.map(\.rate) == [nil, Decimal(string: "82.5")])
            #expect(now.json.text().contains(#""rate":66.67,"source":"automatic","cohort":{"month":"2026-01","size":3,"retained":2}"#))
        }
    }

    @Test("wants a reason", arguments: ["", "  \n"])
    func reason(why: String) async throws {
        try await Company.with { company in
            await #expect(throws: BaselineError.reasonMissing) { try await company.setBaseline("80", at: "2026-03-01", why: why) }
            await #expect(throws: BaselineError.reasonMissing) {
                try await company.pool.transaction { try await Baselines.reset(by: "cli:ada", why: why, now: at("2026-03-01"), on: $0) }
            }
            let history = try await baseline(company).history
            #expect(history.isEmpty)
        }
    }

    @Test("set later holds, also where the clock before ran ahead")
    func clocks() async throws {
        try await Company.with { company in
            try await company.setBaseline("80", at: "2026-03-02")
            try await company.setBaseline("81", at: "2026-03-01")
            #expect(try await baseline(company).rate == 81)
            #expect(try await baseline(company, "2026-03-02").rate == 80)
            #expect(try await baseline(company, "2026-03-02T00:00:00.000001Z").rate == 81)
        }
    }

    @Test(
        "cannot be rewritten, deleted, or be nothing at all",
        arguments: [
            "UPDATE mainstay.retention_baselines SET rate = 1", "DELETE FROM mainstay.retention_baselines",
            "TRUNCATE mainstay.retention_baselines",
            "INSERT INTO mainstay.retention_baselines (set_at, set_by, why, rate) VALUES (now(), 'x', 'y', 0)",
            "INSERT INTO mainstay.retention_baselines (set_at, set_by, why, rate) VALUES (now(), 'x', 'y', 100.01)",
            "INSERT INTO mainstay.retention_baselines (set_at, set_by, why, rate) VALUES (now(), 'x', ' ', 50)",
        ])
    func ledger(statement: String) async throws {
        try await Company.with { company in
            try await company.setBaseline("80", at: "2026-03-02")
            await #expect(throws: PostgresError.self) { try await company.pool.execute(SQL(raw: statement)) }
            #expect(try await baseline(company).rate == 80)
        }
    }
}
