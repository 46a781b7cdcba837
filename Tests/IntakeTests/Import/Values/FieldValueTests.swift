import Domain
import Foundation
import Testing

@testable import Intake

@Suite("Values of a file")
struct FieldValueTests {
    /// Calls `body` with the text's bytes; tells the mistake's message instead of a value.
    private func outcome<Value>(_ text: String, _ body: (FieldBytes) throws(Mistake) -> Value) -> String {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            do throws(Mistake) {
                return "\(try body(bytes))"
            } catch {
                return error.message(about: text)
            }
        }
    }

    @Test(
        "times",
        arguments: [
            ("2026-01-31", "2026-01-31T00:00:00Z"),
            ("2026-01-31T09:30:00+02:00", "2026-01-31T07:30:00Z"),
            ("2026-01-31 09:30:00.123456", "2026-01-31T09:30:00.123456Z"),
            ("1970-01-01", "1970-01-01T00:00:00Z"),
            ("2100-12-31T23:59:59.999999Z", "2100-12-31T23:59:59.999999Z"),
            ("1969-12-31T23:59:59Z", "“1969-12-31T23:59:59Z” is not between 1970 and 2100"),
            ("2101-01-01", "“2101-01-01” is not between 1970 and 2100"),
            ("31/01/2026", "“31/01/2026” is not a time; write 2026-01-31 or 2026-01-31T09:30:00Z"),
            ("Jan 31, 2026", "“Jan 31, 2026” is not a time; write 2026-01-31 or 2026-01-31T09:30:00Z"),
            ("20260131", "“20260131” is not a time; write 2026-01-31 or 2026-01-31T09:30:00Z"),
            ("2026-02-30", "“2026-02-30” names a day or hour that does not exist"),
            ("2026-01-31T25:00:00Z", "“2026-01-31T25:00:00Z” names a day or hour that does not exist"),
            (
                "46053.5",
                "“46053.5” is a number, perhaps a spreadsheet's day number or seconds since 1970; write 2026-01-31 or 2026-01-31T09:30:00Z"
            ),
            (
                "1767225600",
                "“1767225600” is a number, perhaps a spreadsheet's day number or seconds since 1970; write 2026-01-31 or 2026-01-31T09:30:00Z"
            ),
            ("NULL", "“NULL” is not a value; leave the cell empty where there is none"),
            (" 2026-01-31", "“ 2026-01-31” begins or ends with a blank; remove it"),
        ])
    func times(text: String, expected: String) {
        #expect(outcome(text, TimeField.moment) == expected)
    }

    @Test(
        "amounts",
        arguments: [
            ("0", "0"), ("1234.5", "123450"), ("1234.50", "123450"), ("0012", "1200"), ("0.005", "1"), ("0.0049", "0"), ("7.999", "800"),
            ("99999999999999.99", "9999999999999999"),
            ("99999999999999.999", "“99999999999999.999” has more than 14 digits before the decimal point"),
            ("123456789012345", "“123456789012345” has more than 14 digits before the decimal point"),
            ("12345678901234567890123", "“12345678901234567890123” has more than 14 digits before the decimal point"),
            ("1e6", "“1e6” has an exponent; write 1000000"),
            ("1.5E+3", "“1.5E+3” has an exponent; write 1500"),
            ("25e-1", "“25e-1” has an exponent; write 2.5"),
            ("1e400", "“1e400” has an exponent; write all its digits"),
            ("1,234.50", "“1,234.50” has its digits grouped; write 1234.50"),
            ("1,234", "“1,234” has its digits grouped; write 1234"),
            ("1 234 567", "“1 234 567” has its digits grouped; write 1234567"),
            ("1234,5", "“1234,5” has a decimal comma; write 1234.5"),
            ("1.234,50", "“1.234,50” has a decimal comma; write 1234.50"),
            ("$1,200", "“$1,200” has a currency sign; write 1200"),
            ("99 €", "“99 €” has a currency sign; write 99"),
            ("-5", "“-5” is negative; amounts are 0 or more"),
            ("NaN", "“NaN” is not a finite number; leave the cell empty where there is none"),
            ("Infinity", "“Infinity” is not a finite number; leave the cell empty where there is none"),
            ("n/a", "“n/a” is not a value; leave the cell empty where there is none"),
            ("12a", "“12a” is not an amount; write a decimal number such as 1234.50"),
            (".5", "“.5” is not an amount; write a decimal number such as 1234.50"),
            ("5.", "“5.” is not an amount; write a decimal number such as 1234.50"),
            ("1.2.3", "“1.2.3” is not an amount; write a decimal number such as 1234.50"),
            ("12 ", "“12 ” begins or ends with a blank; remove it"),
        ])
    func amounts(text: String, expected: String) {
        #expect(outcome(text) { (field: FieldBytes) throws(Mistake) in try AmountField.cents(field, integerDigits: 14) } == expected)
    }

    @Test(
        "whole numbers",
        arguments: [
            ("0", "0"), ("10", "10"), ("007", "7"),
            ("11", "“11” is not a whole number from 0 to 10"),
            ("-1", "“-1” is not a whole number from 0 to 10"),
            ("7.5", "“7.5” is not a whole number from 0 to 10"),
            ("99999999999999999999", "“99999999999999999999” is not a whole number from 0 to 10"),
            ("ten", "“ten” is not a whole number from 0 to 10"),
            ("1e1", "“1e1” has an exponent; write 10"),
            ("-", "“-” is not a value; leave the cell empty where there is none"),
        ])
    func wholeNumbers(text: String, expected: String) {
        #expect(outcome(text) { (field: FieldBytes) throws(Mistake) in try WholeNumberField.number(field, in: 0...10) } == expected)
    }

    @Test(
        "words",
        arguments: [
            ("paused", "()"),
            ("Paused", "“Paused” is not one of active, paused, completed; write paused"),
            ("complete", "“complete” is not one of active, paused, completed; write completed"),
            (" active", "“ active” is not one of active, paused, completed; write active"),
            ("running", "“running” is not one of active, paused, completed"),
        ])
    func words(text: String, expected: String) {
        let words = ["active", "paused", "completed"].map(WordField.Word.init)
        #expect(outcome(text) { (field: FieldBytes) throws(Mistake) in try WordField.check(field, isOneOf: words) } == expected)
    }

    @Test(
        "words that mean something among others",
        arguments: [
            ("feature_adopted", nil), ("page_view", nil), ("feature_adopted_twice", nil), ("Login", nil),
            ("Feature Adopted", "feature_adopted"), ("feature-adopted", "feature_adopted"), ("feature_adopted ", "feature_adopted"),
        ] as [(String, String?)])
    func meaningfulWords(text: String, meant: String?) {
        let words = [WordField.Word("feature_adopted")]
        var found: String?
        _ = outcome(text) { (field: FieldBytes) throws(Mistake) in found = WordField.almost(field, words) }
        #expect(found == meant)
    }

    @Test(
        "ids are mapped as everywhere else",
        arguments: [
            "00001", "cust-7", "株", "6F1D3C52-2B0E-5B7A-9D3C-0C1D6F0E8A11", "6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a11",
            "6f1d3c522b0e5b7a9d3c0c1d6f0e8a11", "6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a1g", "6f1d3c52 2b0e-5b7a-9d3c-0c1d6f0e8a11",
            "{6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a}",
        ])
    func ids(text: String) throws {
        let expected = CustomerID(source: text)
        let identifier = try Array(text.utf8).withUnsafeBufferPointer { bytes in try IdentifierField(bytes) }
        #expect(identifier.bits == UUIDBits(expected.uuid))
        #expect(identifier.isExternal == (expected.externalID != nil))
    }

    @Test("values are shown short, in one line")
    func shown() {
        #expect(Mistake.shortened("a\nb\tc\r\nd") == "a⏎b⇥c⏎d")
        #expect(Mistake.shortened(String(repeating: "x", count: 60)) == String(repeating: "x", count: 40) + "…")
    }
}
