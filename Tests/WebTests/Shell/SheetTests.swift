import Testing

@testable import Web

@Suite struct SheetTests {
    @Test func fillsItsGaps() {
        let sheet = Sheet("<p>\(Sheet.Gap.name.mark)</p><b>\(Sheet.Gap.csrf.mark)</b>\(Sheet.Gap.name.mark)")
        #expect(sheet.text([.name: "Ada", .csrf: "x"]) == "<p>Ada</p><b>x</b>Ada")
        #expect(sheet.text([:]) == "<p></p><b></b>")
    }

    @Test func takesNoTextForAGap() {
        let text = "\u{E000}csrf\u{E001} and \u{E000}"
        #expect(Sheet(text).text([.csrf: "secret"]) == text)
    }

    @Test func doesNotFillWhatWasFilledIn() {
        #expect(Sheet(Sheet.Gap.name.mark).text([.name: Sheet.Gap.csrf.mark, .csrf: "secret"]) == Sheet.Gap.csrf.mark)
    }
}
