import Foundation
import Postgres
import Testing

@Suite struct RowTests {
    private func row(_ sql: SQL, _ check: (Row) throws -> Void) async throws {
        try await withConnection { connection in
            try check(try #require(try await connection.query(sql).first))
        }
    }

    @Test func `columns are read by name, by place and as text`() async throws {
        try await row("SELECT 1 AS a, NULL::text AS b, 'c' AS \"C d\"") { row in
            #expect(row.columnNames == ["a", "b", "C d"])
            let number: Int = try row["a"]
            let nothing: String? = try row["b"]
            #expect(number == 1 && nothing == nil)
            #expect(try row.text("C d") == "c")
            #expect(try row.text("b") == nil)
            #expect(try row.decode(at: 0, as: Int.self) == 1)
        }
    }

    @Test func `rows outlive their connection and cross tasks`() async throws {
        try await withConnection { connection in
            let rows = try await connection.query("SELECT i, repeat('x', i) AS t, nullif(i % 3, 0) AS n FROM generate_series(0, 99) i")
            await connection.close()
            let lengths = try await Task.detached { try rows.map { try $0.decode("t", as: String.self).count } }.value
            #expect(lengths == Array(0..<100))
            #expect(try rows.map { try $0.decode("n", as: Int?.self) } == (0..<100).map { $0 % 3 == 0 ? nil : $0 % 3 })
        }
    }

    @Test func `a missing column is named together with those there are`() async throws {
        try await row("SELECT 1 AS a, 2 AS b") { row in
            let error = #expect(throws: PostgresError.self) { try row.decode("arr", as: Int.self) }
            #expect(error?.description == "no column \"arr\" in the result; its columns are a, b")
            #expect(throws: PostgresError.self) { try row.decode(at: 2, as: Int.self) }
        }
    }

    @Test func `NULL needs an optional`() async throws {
        try await row("SELECT NULL::numeric AS arr") { row in
            let error = #expect(throws: PostgresError.self) { try row.decode("arr", as: Decimal.self) }
            #expect(error?.description == "column \"arr\" (numeric) is NULL and cannot be read as Decimal; use Decimal?")
        }
    }

    @Test func `an unreadable value is named without being shown`() async throws {
        try await row("SELECT 'ada@example.com' AS mail, '70000'::int AS big") { row in
            let error = #expect(throws: PostgresError.self) { try row.decode("mail", as: Int.self) }
            let text = try #require(error?.description)
            #expect(text.contains("\"mail\" (text)") && text.contains("Int") && !text.contains("ada"))
            #expect(String(reflecting: try #require(error)).contains("ada@example.com"))
            let range = #expect(throws: PostgresError.self) { try row.decode("big", as: Int16.self) }
            #expect(range?.description.contains("a whole number from -32768 to 32767") == true)
        }
    }
}
