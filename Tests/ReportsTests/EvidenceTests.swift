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

    @Test("of several comparisons the smallest probability is held against the smallest share of the level, step by step (Holm 1979)")
    func holm() {
        #expect(HolmTest.areBeyondChance([0.04]) == [true])
        // 0.01 < 0.05 ÷ 4; 0.02 > 0.05 ÷ 3, so that nothing after it counts, though 0.03 and 0.04 are below 0.05.
        #expect(HolmTest.areBeyondChance([0.04, 0.01, 0.03, 0.02]) == [false, true, false, false])
        // 0.01 < 0.05 ÷ 3, 0.02 < 0.05 ÷ 2, 0.04 < 0.05: by steps all of them are.
        #expect(HolmTest.areBeyondChance([0.04, 0.01, 0.02]) == [true, true, true])
        #expect(
            HolmTest.areBeyondChance([0.0125, nil, 0.9, 0.9, 0.9]) == [false, false, false, false, false], "at the level is not below it")
        #expect(HolmTest.areBeyondChance([nil, 0.04]) == [false, true], "what cannot be compared counts for nothing")
        #expect(HolmTest.areBeyondChance([]) == [])
    }

    @Test("the best against the worst of k stands for k (k − 1) ÷ 2 pairs") func extremes() {
        #expect(HolmTest.ofExtremes(0.02, among: 2) == 0.02)
        #expect(HolmTest.ofExtremes(0.0625, among: 4) == 0.375)
        #expect(HolmTest.ofExtremes(0.5, among: 3) == 1)
    }

    @Test("two shares: 25 and 40 of 100 differ by chance with p = 0.0239") func shares() throws {
        let probability = try #require(ShareDifference.probability((25, 100), (40, 100)))
        #expect(abs(probability - 0.0236) < 0.0005)
        #expect(ShareDifference.isBeyondChance((25, 100), (40, 100)) == true)
        #expect(ShareDifference.probability((0, 10), (0, 20)) == nil && ShareDifference.isBeyondChance((1, 1), (0, 0)) == nil)
    }
}
