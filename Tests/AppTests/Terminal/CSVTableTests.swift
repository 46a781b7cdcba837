import Testing

@testable import App

@Suite("CSV")
struct CSVTableTests {
    @Test("quotes what would be read as something else, by RFC 4180")
    func quoting() {
        let table = CSVTable(["name", "note"], rows: [["Acme, Ltd", #"a "b""#], ["two\nlines", "cr\rlf\r\n"], ["", " plain "]])
        #expect(
            table.text == "name,note\r\n\"Acme, Ltd\",\"a \"\"b\"\"\"\r\n\"two\nlines\",\"cr\rlf\r\n\"\r\n, plain \r\n")
    }

    @Test("has a header also without rows")
    func empty() {
        #expect(CSVTable(["a", "b"]).text == "a,b\r\n")
    }
}
