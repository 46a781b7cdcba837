import Dashboards
import Domain
import Foundation
import Testing

@testable import Reports

@Suite("Reports as HTML, Markdown and JSON") struct RenderingTests {
    private static let hostile = "<script>alert(\"1\")</script> & 'x' `code` *b* [a](b) | _c_ \n# d"

    /// Every kind of block and chart, with a text wherever one can stand.
    static func document(_ text: String) -> ReportDocument {
        let table = DataTable(
            columns: [.init("c", text, .customer), .init("n", text, .percent)], rows: [[.text(text), .number(12.5)], [.null, .null]])
        let kinds: [Chart.Kind] = [.line, .bar, .gauge, .donut, .words, .status]
        let charts = kinds.map { kind in
            ReportBlock.chart(
                ReportChart(
                    text,
                    Chart(
                        kind: kind, labels: [text, text, "c"],
                        series: [
                            Chart.Series(name: text, values: [1, nil, -3], tone: .accent), Chart.Series(name: text, values: [nil, 2, 5]),
                        ], marks: [Chart.Mark(value: 2, label: text)], unit: text, interval: [1, 4]),
                    intervals: [ReportFigure.Interval(low: -1, high: 9), nil, nil], note: text))
        }
        return ReportDocument(
            kind: .weekly, asOf: moment("2026-06-01T07:00:00Z"), summary: text, changed: [ReportFinding(text, .worse, section: "s")],
            toDecide: [ReportDecision(text, because: text, command: text, path: "/x?a=\"b\"", section: "s")], keyFigures: ["k.one"],
            sections: [
                ReportSection(
                    id: "s", title: text,
                    [
                        .paragraph(text),
                        .figures([
                            ReportFigure(
                                "k.one", text, .number(1), .decimal, unit: text, interval: .init(low: 0, high: 2), sample: 3,
                                target: .init(.atLeast, 2), previous: 4, note: text),
                            ReportFigure("k.two", text, .null, .percent, target: .init(.atMost, 2), note: text),
                        ]),
                        .table(ReportTable(text, table, note: text)), .quotes([ReportQuote(text, source: text)]),
                        .items([ReportItem(title: text, detail: text, points: [text], path: "/customers/1")]),
                        .empty(EmptyState(missing: text, remedy: text)),
                    ] + charts)
            ])
    }

    @Test("no text is markup in HTML")
    func escaping() {
        for html in [
            ReportHTML.file(Self.document(Self.hostile)),
            ReportHTML.file(Self.document(Self.hostile), links: .server("https://x.example/")),
        ] {
            #expect(!html.contains("<script"))
            #expect(!html.contains("alert(\"1\")"))
            #expect(html.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;"))
            // In the file is no style but its own, no script, and nothing that is loaded.
            for word in ["style=", "javascript:", "src=", "@import", "url(", "onclick"] { #expect(!html.contains(word), "\(word)") }
        }
    }

    @Test("a file has links only where it is said what they begin with")
    func links() {
        let document = Self.document("x")
        #expect(!ReportHTML.file(document).contains("href=\"/"))
        #expect(ReportHTML.body(document, links: .site).contains("href=\"/x?a=&quot;b&quot;\""))
        #expect(ReportHTML.file(document, links: .server("https://m.example/")).contains("href=\"https://m.example/customers/1\""))
        #expect(ReportMarkdown.text(document, links: .server("https://m.example")).contains("](<https://m.example/customers/1>)"))
    }

    @Test("every picture has a title, a description and its numbers as a table")
    func textEquivalents() throws {
        let html = ReportHTML.file(Self.document("Retention"))
        let pictures = html.components(separatedBy: "<svg viewBox=\"0 0 520").dropFirst()
        #expect(pictures.count == 5, "all but the status, which is no picture")
        for picture in pictures {
            let svg = String(picture.prefix(upTo: try #require(picture.range(of: "</svg>")).lowerBound))
            #expect(svg.contains("role=\"img\"") && svg.contains("<title id=") && svg.contains("<desc id="))
            #expect(picture.contains("<details><summary>The numbers</summary>"))
        }
        let ids = html.matches(of: /id="([^"]+)"/).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count, "no id stands twice")
    }

    @Test("whatever the numbers are, there is a picture of numbers")
    func numbers() {
        let values: [[Decimal?]] = [
            [], [nil], [nil, nil], [0], [0, 0], [5], [100, 100], [-5, -5], [1, nil, 3],
            [Decimal(string: "0.0001")!, Decimal(string: "0.0002")!],
            [Decimal(string: "99999999999999999999")!, 1], [-1_000_000, 1_000_000],
        ]
        for kind in Chart.Kind.allCases {
            for values in values {
                for isStacked in [false, true] {
                    let chart = Chart(
                        kind: kind, labels: values.indices.map { "l\($0)" }, series: [Chart.Series(name: "s", values: values)],
                        isStacked: isStacked)
                    let html = ReportSVG.picture(ReportChart("t", chart), id: "x") + ReportSVG.legend(ReportChart("t", chart))
                    #expect(!html.lowercased().contains("nan") && !html.contains("inf"), "\(kind) \(values)")
                }
            }
        }
        #expect(ReportSVG.number(.nan) == "0" && ReportSVG.number(-0.04) == "0" && ReportSVG.number(-0.26) == "-0.3")
        #expect(ReportSVG.number(12) == "12" && ReportSVG.number(-3.25) == "-3.3")
    }

    @Test("a name fits beside its bar, or is cut with an ellipsis")
    func fittedNames() {
        #expect(ReportSVG.fitted("Reports", 180) == "Reports" && ReportSVG.fitted("", 180).isEmpty)
        let long = ReportSVG.fitted("Two-factor authentication for administrators", 180)
        #expect(long.hasSuffix("…") && long.hasPrefix("Two-factor au"))
        #expect(
            ReportSVG.fitted(String(repeating: "W", count: 30), 180).count < ReportSVG.fitted(String(repeating: "i", count: 60), 180).count)
        #expect(ReportSVG.fitted("顧客成功監視システムの名前はとても長い", 180).count <= 12)
    }

    @Test("a gap in a line is a gap")
    func gaps() {
        let chart = Chart(kind: .line, labels: ["a", "b", "c", "d"], series: [Chart.Series(name: "s", values: [1, nil, 2, 3])])
        let path = ReportSVG.picture(ReportChart("t", chart), id: "x").firstMatch(of: /class="t-accent line s0" d="([^"]+)"/)?.output.1
        #expect(path?.count { $0 == "M" } == 2 && path?.count { $0 == "L" } == 1)
    }

    @Test("in Markdown no text is markup, and a row stays a row")
    func markdown() {
        let text = ReportMarkdown.text(Self.document(Self.hostile))
        // Between backticks, where the command stands, nothing is markup anyway.
        let prose = text.split(separator: "\n").filter { !$0.hasPrefix("   `") }.joined(separator: "\n")
        #expect(!prose.replacing("\\<", with: "").contains("<"))
        #expect(!text.contains("\n# d"))
        #expect(text.contains(##"\<script\>alert("1")\</script\> &amp; 'x'"##))
        for line in text.split(separator: "\n") where line.hasPrefix("|") { #expect(line.hasSuffix("|")) }
        #expect(ReportMarkdown.escaped("at_risk_threshold") == "at_risk_threshold")
        #expect(ReportMarkdown.escaped("_x_ - y") == "\\_x\\_ - y")
        #expect(ReportMarkdown.escaped("- y") == "\\- y")
        #expect(ReportMarkdown.escaped("-5 points") == "-5 points")
        #expect(ReportMarkdown.escaped("a\r\nb\rc") == "a b c")
        // A mark that joins onto a bracket makes another character of it to Swift, and to no reader of Markdown.
        for joined in ["\u{600}", "\u{301}", "\u{200D}"] {
            for special: Unicode.Scalar in ["<", ">", "[", "]", "*", "`", "|", "\\"] {
                let scalars = Array(ReportMarkdown.escaped("a" + joined + "\(special)" + joined).unicodeScalars)
                #expect(
                    scalars.firstIndex(of: special).map { special == "\\" ? scalars[$0 + 1] == "\\" : scalars[$0 - 1] == "\\" } == true,
                    "\(scalars)")
            }
        }
    }

    @Test("what a terminal would obey is not in the Markdown")
    func markdownInATerminal() {
        let text = ReportMarkdown.text(Self.document("\u{1B}c\u{1B}]0;title\u{7}\u{9B}2J\u{202E}x"))
        #expect(!text.unicodeScalars.contains { $0.isHarmful && $0 != "\n" } && text.contains("\u{FFFD}c"))
    }

    @Test("a document read back from JSON is the same, and so is its text")
    func json() throws {
        let document = Self.document(Self.hostile)
        let text = try document.jsonText()
        let read = try ReportDocument(jsonText: text)
        #expect(read == document)
        #expect(try read.jsonText() == text)
        #expect(text.contains("\"as_of\":\"2026-06-01T07:00:00Z\""))
        #expect(try ReportDocument(jsonText: try document.jsonText(indented: true)) == document)
    }

    @Test("at most five findings and five decisions are told; a key figure is one of a section")
    func firstScreen() {
        let document = ReportDocument(
            kind: .weekly, asOf: moment("2026-06-01"), summary: "", changed: (1...7).map { ReportFinding("\($0)", .neutral) },
            toDecide: (1...7).map { ReportDecision("\($0)", because: "") }, keyFigures: ["a", "missing"],
            sections: [ReportSection(id: "s", title: "", [.figures([ReportFigure("a", "A", .number(1), .integer)])])])
        #expect(document.changed.map(\.statement) == ["1", "2", "3", "4", "5"])
        #expect(document.toDecide.count == 5)
        #expect(document.keyFigures.map(\.key) == ["a"])
    }

    @Test(
        "a target is reached on its own side",
        arguments: [
            (ReportFigure.Target.Side.atLeast, 2, true), (.atLeast, 1, false), (.atMost, 2, true), (.atMost, 3, false),
            (.moreThan, 2, false),
            (.moreThan, 3, true), (.lessThan, 2, false), (.lessThan, 1, true),
        ])
    func targets(side: ReportFigure.Target.Side, value: Int, isReached: Bool) {
        let figure = ReportFigure("k", "t", .from(value), .integer, target: .init(side, 2))
        #expect(figure.verdict == (isReached ? .onTarget : .offTarget))
        #expect(ReportFigure("k", "t", .null, .integer, target: .init(side, 2)).verdict == .unknown)
    }
}
