import Foundation
import Testing

@testable import Reports

@Suite struct EvidenceTests {
    @Test(
        "shares lie within Wilson's interval, also near 0 and 100 %",
        arguments: [
            (41, 166, "18.76", "31.78"), (0, 10, "0", "27.75"), (10, 10, "72.25", "100"), (1, 2, "9.45", "90.55"),
            (12, 80, "8.79", "24.41"),
        ])
    func wilson(part: Int, whole: Int, low: String, high: String) throws {
        let interval = try #require(ShareInterval.of(part, whole))
        #expect(interval.low == Decimal(string: low))
        #expect(interval.high == Decimal(string: high))
    }

    @Test("of nobody there is no share") func nobody() {
        #expect(ShareInterval.of(0, 0) == nil)
        #expect(ShareInterval.percent(0, 0) == nil)
    }

    @Test("percentages are rounded half away from zero, exactly") func percent() {
        #expect(ShareInterval.percent(1, 3) == Decimal(string: "33.33"))
        #expect(ShareInterval.percent(2, 3) == Decimal(string: "66.67"))
        // 0.125 % lies in the middle of two hundredths.
        #expect(ShareInterval.percent(1, 800) == Decimal(string: "0.13"))
        #expect(ShareInterval.percent(7, 7) == 100)
    }

    @Test("a quote is one short line without addresses, numbers and names") func quotes() {
        #expect(PlainQuote.text("Write to jane.roe+x@acme.example, please.") == "Write to [address], please.")
        #expect(PlainQuote.text("Call +49 (0)30 123 45 67 or see https://acme.example/a?b") == "Call [number] or see [link]")
        #expect(PlainQuote.text("Ask @jroe or Dr. Jane Roe") == "Ask [name] or [name]")
        #expect(PlainQuote.text("Too slow. Regards, Jane Roe") == "Too slow. Regards, [name]")
        #expect(PlainQuote.text("My name is Jane and I wait") == "My name is [name] and I wait")
        #expect(PlainQuote.text("Marta here:\n  it\tbroke.", without: ["Marta Bianchi"]) == "[name] here: it broke.")
        #expect(PlainQuote.text("Works with Marketing", without: ["Mark Works"]) == "[name] with Marketing", "whole words only")
        #expect(
            PlainQuote.text("9 of 10, version 2.10.3 from 2026") == "9 of 10, version 2.10.3 from 2026",
            "what is no number of anybody stays")
    }

    @Test("a long quote is cut between words") func longQuote() {
        let text = PlainQuote.text(String(repeating: "wordy ", count: 60))
        #expect(text.count <= PlainQuote.longest + 2)
        #expect(text.hasSuffix("wordy …"))
        #expect(PlainQuote.text("  short  ") == "short")
    }
}
