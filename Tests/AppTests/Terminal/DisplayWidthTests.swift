import Testing

@testable import App

@Suite("The width of a text")
struct DisplayWidthTests {
    private static let widths = [
        ("", 0), ("Acme", 4), ("Ärger", 5), ("e\u{301}", 1), ("株式会社", 8), ("한국", 4), ("🙂", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("🇩🇪", 2), ("✓", 1),
        ("…", 1), ("█", 1), ("ｶﾅ", 2), ("Ａ", 2), ("\u{200B}", 0),
    ]

    @Test("is counted in columns of the terminal", arguments: widths)
    func width(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test("cannot be changed by what a customer is called")
    func harmless() {
        #expect("a\u{1B}[31mb".harmless == "a\u{FFFD}[31mb")
        #expect("two\nlines\ttab".harmless == "two lines tab")
        #expect("\u{202E}txt.exe".harmless == "\u{FFFD}txt.exe")
        #expect("\u{9B}31m\u{7F}".harmless == "\u{FFFD}31m\u{FFFD}")
        #expect("株式会社 👩‍👩‍👧".harmless == "株式会社 👩‍👩‍👧")
    }

    @Test("is kept within bounds by an ellipsis")
    func truncated() {
        #expect("Acme".truncated(toWidth: 4) == "Acme")
        #expect("Acme Ltd".truncated(toWidth: 5) == "Acme…")
        #expect("株式会社".truncated(toWidth: 6) == "株式…")
    }
}
