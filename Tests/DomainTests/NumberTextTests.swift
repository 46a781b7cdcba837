import Domain
import Foundation
import Testing

@Suite("Numbers for people")
struct NumberTextTests {
    @Test("have their thousands apart", arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")])
    func count(value: Int, text: String) {
        #expect(NumberText.count(value) == text)
    }

    @Test("are counts of one or of many", arguments: [(0, "0 answers"), (1, "1 answer"), (-1, "-1 answers"), (1_200, "1,200 answers")])
    func counted(value: Int, text: String) {
        #expect(NumberText.count(value, "answer") == text)
        #expect(NumberText.count(value, "is", "are").hasSuffix(value == 1 ? " is" : " are"))
    }

    @Test(
        "have two decimals",
        arguments: [
            ("0", "0.00"), ("76.1", "76.10"), ("-0.5", "-0.50"), ("1234567.89", "1,234,567.89"), ("100", "100.00"),
        ])
    func decimal(value: String, text: String) {
        #expect(NumberText.decimal(Decimal(string: value)!) == text)
    }

    @Test("of money have cents only where there are any")
    func money() {
        #expect(NumberText.money(48_000) == "48,000")
        #expect(NumberText.money(Decimal(string: "48000.5")!) == "48,000.50")
    }

    @Test("of changes have their sign")
    func signed() {
        #expect([20, 0, -5].map(NumberText.signed) == ["+20", "0", "-5"])
    }

    @Test(
        "of times are as short as they can be",
        arguments: [
            ("2026-11-01", "2026-11-01 00:00 UTC"), ("2026-11-01T09:30:00Z", "2026-11-01 09:30 UTC"),
            ("2026-11-01T09:30:07.25Z", "2026-11-01 09:30:07 UTC"), ("2026-11-01T09:30:00.25Z", "2026-11-01 09:30 UTC"),
        ])
    func moment(text: String, shown: String) throws {
        #expect(NumberText.moment(try Moment(iso8601: text)) == shown)
    }

    @Test(
        "of spans have the largest unit that fits twice",
        arguments: [
            (0, "moments"), (59, "moments"), (60, "1 minute"), (119 * 60, "119 minutes"), (2 * 3_600, "2 hours"), (47 * 3_600, "47 hours"),
            (2 * 86_400, "2 days"), (400 * 86_400, "400 days"),
        ] as [(Int64, String)])
    func span(seconds: Int64, text: String) {
        let start = Moment(microseconds: 0)
        #expect(NumberText.span(from: start, to: start.adding(seconds: seconds)) == text)
    }
}
