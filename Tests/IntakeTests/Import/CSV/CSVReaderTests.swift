import Testing

@testable import Intake

@Suite("CSV reader")
struct CSVReaderTests {
    /// What the reader makes of a file: `line: field|field` for a record, `line! fault` for a fault.
    static func read(_ bytes: [UInt8], chunkSize: Int) throws -> [String] {
        let export = try Export(["file.csv": bytes])
        defer { export.remove() }
        var reader = CSVReader(try InputFile(path: export.path + "/file.csv"), chunkSize: chunkSize)
        var steps: [String] = []
        while true {
            switch reader.next() {
            case .record:
                steps.append("\(reader.line): " + (0..<reader.fieldCount).map { reader.field($0).text }.joined(separator: "|"))
            case .fault(let fault, let line):
                steps.append("\(line)! \(fault)")
                if fault.endsFile { return steps }
            case .end:
                return steps
            }
        }
    }

    struct Sample: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let content: String
        let steps: [String]

        init(_ description: String, _ content: String, _ steps: [String]) {
            (testDescription, self.content, self.steps) = (description, content, steps)
        }
    }

    @Test(
        "files in every form",
        arguments: [
            Sample("plain", "a,b\n1,2\n", ["1: a|b", "2: 1|2"]),
            Sample("no line end at the end", "a,b\n1,2", ["1: a|b", "2: 1|2"]),
            Sample("CRLF", "a,b\r\n1,2\r\n", ["1: a|b", "2: 1|2"]),
            Sample("CR alone", "a,b\r1,2\r", ["1: a|b", "2: 1|2"]),
            Sample("all three line ends", "a\rb\nc\r\nd", ["1: a", "2: b", "3: c", "4: d"]),
            Sample("byte-order mark", "\u{FEFF}a,b\n1,2\n", ["1: a|b", "2: 1|2"]),
            Sample("byte-order mark before a quote", "\u{FEFF}\"a\",b\n", ["1: a|b"]),
            Sample("only a byte-order mark", "\u{FEFF}", []),
            Sample("empty file", "", []),
            Sample("only line ends", "\n\r\n\r\n", []),
            Sample("empty lines are skipped and counted", "a\n\n\r\n1\n\n2", ["1: a", "4: 1", "6: 2"]),
            Sample("empty fields", ",,\n", ["1: ||"]),
            Sample("an empty last field", "a,\n1,", ["1: a|", "2: 1|"]),
            Sample("quotes", "\"a\",\"b\"\n\"1\",\"2\"", ["1: a|b", "2: 1|2"]),
            Sample("quoted empty fields", "\"\",\"\"\n", ["1: |"]),
            Sample("a line of one quoted empty field is a record", "a\n\"\"\n", ["1: a", "2: "]),
            Sample("separators in quotes", "\"a,b\",c\n", ["1: a,b|c"]),
            Sample("doubled quotes", "\"say \"\"hi\"\"\",\"\"\"\"\n", ["1: say \"hi\"|\""]),
            Sample("line ends in quotes", "\"1\n2\r\n3\r4\",x\nnext", ["1: 1\n2\r\n3\r4|x", "5: next"]),
            Sample("a quoted line end at the end of a field", "\"1\r\",x\nnext", ["1: 1\r|x", "3: next"]),
            Sample("blanks belong to fields", " a , b \n", ["1:  a | b "]),
            Sample("letters beyond ASCII", "Zoë,株式会社,🙂\n", ["1: Zoë|株式会社|🙂"]),
            Sample("text after a closing quote", "\"a\"b,c\n1,2\n", ["1! textAfterQuote", "2: 1|2"]),
            Sample("a blank after a closing quote", "\"a\" ,c\n1,2\n", ["1! textAfterQuote", "2: 1|2"]),
            Sample("a quote inside a bare field", "a 5\" pipe,c\n1,2\n", ["1! quoteInsideField", "2: 1|2"]),
            Sample("an open quote", "a\n1\n\"x\ny\n", ["1: a", "2: 1", "3! unterminatedQuote"]),
            Sample("an open quote in a later line of a record", "\"a\nb\",\"c\nd", ["2! unterminatedQuote"]),
            Sample("an open quote at the end", "a,\"", ["1! unterminatedQuote"]),
            Sample("NUL", "a\nx\0y\nz\n", ["1: a", "2! nulByte", "3: z"]),
            Sample("NUL in quotes", "a\n\"x\n\0y\"\nz\n", ["1: a", "3! nulByte", "4: z"]),
        ])
    func forms(sample: Sample) throws {
        for chunkSize in [4, 5, 6, 7, 13, 1 << 16] {
            let steps = try Self.read(Array(sample.content.utf8), chunkSize: chunkSize)
            #expect(steps == sample.steps, "chunks of \(chunkSize)")
        }
    }

    @Test(
        "files that are not UTF-8",
        arguments: [
            ("Latin-1", Array("name\nPay".utf8) + [0xE9] + Array("\n".utf8), ["1: name", "2! notUTF8(byte: 233)"]),
            ("Latin-1 behind quoted line ends", Array("\"a\nb".utf8) + [0xE9] + Array("\"\n".utf8), ["2! notUTF8(byte: 233)"]),
            ("a letter cut short", Array("a\n".utf8) + [0xE2, 0x82], ["1: a", "2! notUTF8(byte: 226)"]),
            ("an overlong slash", Array("a\n".utf8) + [0xC0, 0xAF], ["1: a", "2! notUTF8(byte: 192)"]),
            ("a surrogate", Array("a\n".utf8) + [0xED, 0xA0, 0x80], ["1: a", "2! notUTF8(byte: 237)"]),
            ("above the last letter", Array("a\n".utf8) + [0xF4, 0x90, 0x80, 0x80], ["1: a", "2! notUTF8(byte: 244)"]),
            ("UTF-16 little-endian", [0xFF, 0xFE, 0x61, 0], ["1! utf16"]),
            ("UTF-16 big-endian", [0xFE, 0xFF, 0, 0x61], ["1! utf16"]),
            ("UTF-16 without a mark", [0x61, 0, 0x62, 0], ["1! utf16"]),
        ])
    func encodings(name: String, bytes: [UInt8], steps: [String]) throws {
        for chunkSize in [4, 1 << 16] { #expect(try Self.read(bytes, chunkSize: chunkSize) == steps, "\(name)") }
    }

    @Test("a record larger than a chunk is read; one that never ends is given up")
    func longRecords() throws {
        let long = String(repeating: "x", count: 300_000)
        #expect(try Self.read(Array("\"\(long)\",y\nz".utf8), chunkSize: 1 << 10) == ["1: \(long)|y", "2: z"])
        let endless = [UInt8](repeating: UInt8(ascii: "x"), count: CSVReader.longestRecord + 10)
        #expect(try Self.read(endless + Array("\n".utf8), chunkSize: 1 << 18) == ["1! endlessRow"])
        #expect(try Self.read(Array("a\n\"".utf8) + endless, chunkSize: 1 << 18) == ["1: a", "2! unterminatedQuote"])
    }

    @Test("every valid letter passes, every place is checked")
    func utf8() {
        let letters = ["\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}"].joined()
        let bytes = Array(letters.utf8)
        bytes.withUnsafeBufferPointer { #expect(UTF8Check.firstInvalidByte(in: $0) == nil) }
        for position in bytes.indices where bytes[position] & 0xC0 == 0x80 {
            var broken = bytes
            broken[position] = UInt8(ascii: "x")
            let found = broken.withUnsafeBufferPointer { UTF8Check.firstInvalidByte(in: $0) }
            #expect(found.map { $0 < position && position - $0 < 4 } == true, "byte \(position)")
        }
    }
}
