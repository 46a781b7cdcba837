import Testing

@testable import Intake

/// One case for each mistake that people make in files, with the words that they are told.
@Suite("Mistakes in files")
struct MistakenFileTests {
    static func problems(_ bytes: [UInt8], in file: ImportFile, limit: Int = 20) throws -> [String] {
        let export = try Export([file.name: bytes])
        defer { export.remove() }
        var rows = try FileRows(file, path: "\(export.path)/\(file.name)", problemLimit: limit)
        while rows.nextBlock() != nil {}
        return rows.problems.map(\.description)
    }

    @Test("the form of the file", arguments: MistakenFile.form)
    func form(mistake: MistakenFile) throws {
        #expect(try Self.problems(Array(mistake.content.utf8), in: mistake.file) == mistake.problems)
    }

    @Test("values", arguments: MistakenFile.values)
    func values(mistake: MistakenFile) throws {
        #expect(try Self.problems(Array(mistake.content.utf8), in: mistake.file) == mistake.problems)
    }

    @Test("encodings")
    func encodings() throws {
        let latin = Array("user_id,created_at,name\n1,2026-01-01,Jos".utf8) + [0xE9] + Array("\n2,oops\n".utf8)
        #expect(
            try Self.problems(latin, in: .users)
                == ["users.csv:2: is not UTF-8 (byte 0xE9); it may be Latin-1 or Windows-1252: save the file as UTF-8"])
        let utf16: [UInt8] = [0xFF, 0xFE] + "user_id,created_at\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try Self.problems(utf16, in: .users) == ["users.csv:1: is UTF-16; save the file as UTF-8"])
    }

    @Test("the first problems are told, and that there are more")
    func limit() throws {
        let content = "user_id,created_at\n" + (1...50).map { "\($0),yesterday\n" }.joined()
        let export = try Export([ImportFile.users.name: content])
        defer { export.remove() }
        var rows = try FileRows(.users, path: export.path + "/users.csv", problemLimit: 7)
        while let block = rows.nextBlock() { #expect(block.bytes.isEmpty) }
        let lines = rows.problems.map(\.line)
        #expect(lines == [2, 3, 4, 5, 6, 7, 8])
        let overflowed = rows.problemsOverflowed
        #expect(overflowed)
    }
}
