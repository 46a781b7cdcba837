import Testing

@testable import App

@Suite("A table for people")
struct TextTableTests {
    private func lines(_ table: TextTable) -> [String] { table.lines.map { $0.trimmed.rendered(coloured: false) } }

    @Test("lines its columns up by what is seen")
    func alignment() {
        var table = TextTable(.left("Name"), .right("Score"), .left("Status"))
        table.add("株式会社", "7", InkedText("Critical", .bad))
        table.add("Acme", "1,000", "ok")
        #expect(lines(table) == ["Name      Score  Status", "株式会社      7  Critical", "Acme      1,000  ok"])
    }

    @Test("has no line of titles where there is none, and copes with short rows")
    func noTitles() {
        var table = TextTable(.left(""), .right(""))
        table.add("a", "1")
        table.add("bb")
        #expect(lines(table) == ["a   1", "bb"])
    }

    @Test("is coloured where it should be, with the same widths")
    func ink() {
        var table = TextTable(.left(""), .left(""))
        table.add(InkedText("bad", .bad), "x")
        table.add("worse", "y")
        #expect(table.lines.map { $0.rendered(coloured: true) } == ["\u{1B}[31mbad\u{1B}[0m    x", "worse  y"])
    }

    @Test("of a terminal is coloured only where somebody looks, and wants it")
    func terminal() {
        #expect(Terminal(isTerminal: true, environment: [:]).isColoured)
        #expect(Terminal(isTerminal: true, environment: ["NO_COLOR": ""]).isColoured)
        #expect(!Terminal(isTerminal: true, environment: ["NO_COLOR": "1"]).isColoured)
        #expect(!Terminal(isTerminal: true, environment: ["TERM": "dumb"]).isColoured)
        #expect(!Terminal(isTerminal: false, environment: [:]).isColoured)
    }
}
