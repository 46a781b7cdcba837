import Domain
import Testing

@Suite("Texts of others") struct EscapingTests {
    @Test(
        "are fields of a CSV file, and no formulas",
        arguments: [
            ("=1+1", "'=1+1"), ("+1 a", "'+1 a"), ("-x", "'-x"), ("@x", "'@x"), ("\tx", "'\tx"), ("a=1", "a=1"), ("", ""),
            ("-1", "-1"), ("+20", "+20"), ("-0.50", "-0.50"), ("-1.", "'-1."), ("-", "'-"), ("-1+1", "'-1+1"), ("-1.2.3", "'-1.2.3"),
            ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("=\"a\"", "\"'=\"\"a\"\"\""), ("two\nlines", "\"two\nlines\""),
            ("=\u{301}x", "'=\u{301}x"), ("x\"\u{301},=2+5,\"\u{301}z", "\"x\"\"\u{301},=2+5,\"\"\u{301}z\""),
            ("a\r\nb", "\"a\r\nb\""), (",\u{301}", "\",\u{301}\""),
        ])
    func csv(text: String, field: String) {
        #expect(Array(CSVField.text(text).unicodeScalars) == Array(field.unicodeScalars))
    }

    @Test(
        "are HTML that is no markup and turns nothing around",
        arguments: [
            ("<\u{301}b>", "&lt;\u{301}b&gt;"), ("\u{600}\"&'", "\u{600}&quot;&amp;&#39;"), ("a\0b", "a\u{FFFD}b"), ("é – … ü", "é – … ü"),
            ("a\u{202E}b\u{2069}", "a\u{FFFD}b\u{FFFD}"), ("\u{2029}\u{202F}\u{2065}\u{206A}", "\u{2029}\u{202F}\u{2065}\u{206A}"),
            ("end\u{202A}", "end\u{FFFD}"), ("שלום \u{200F}عالم", "שלום \u{200F}عالم"),
        ])
    func html(text: String, escaped: String) {
        #expect(Array(HTMLText.escaped(text).unicodeScalars) == Array(escaped.unicodeScalars))
    }
}
