import Testing

@testable import Postgres

@Suite struct SQLTests {
    @Test func `every value becomes a placeholder`() {
        let segment: String? = nil
        let sql: SQL = "SELECT * FROM a.b WHERE c = \(7) AND d = \("it's") AND e = \(segment)"
        #expect(sql.text == "SELECT * FROM a.b WHERE c = $1 AND d = $2 AND e = $3")
        #expect(sql.bindings.map(\.text) == ["7", "it's", nil])
        #expect(sql.bindings.map(\.type) == [.int8, .text, .text])
    }

    @Test func `nesting renumbers and leaves dollar signs of literals alone`() {
        let inner: SQL = "x = \(1) AND y = '$1' AND z = \(2)"
        let outer: SQL = "SELECT \(0) WHERE (\(inner)) OR (\(inner)) LIMIT \(3)"
        #expect(
            outer.text
                == "SELECT $1 WHERE (x = $2 AND y = '$1' AND z = $3) OR (x = $4 AND y = '$1' AND z = $5) LIMIT $6")
        #expect(outer.bindings.map(\.text) == ["0", "1", "2", "1", "2", "3"])
    }

    @Test func `loud words splice text and quote names`() {
        let sql: SQL = "SELECT \(raw: "count(*)") FROM \(identifier: "main stay", "ta\"ble")"
        #expect(sql.text == "SELECT count(*) FROM \"main stay\".\"ta\"\"ble\"")
        #expect(sql.bindings.isEmpty)
    }

    @Test func `printing masks values`() {
        let sql: SQL = "SELECT \("secret"), \(42)"
        #expect("\(sql)" == "SELECT ****, ****")
        #expect(!String(describing: sql).contains("secret"))
    }

    @Test func `parts are added and joined`() {
        let conditions: [SQL] = ["a = \(1)", "b = \(2)"]
        let sql = "SELECT 1 WHERE " + conditions.joined(separator: " AND ")
        #expect(sql.text == "SELECT 1 WHERE a = $1 AND b = $2")
        #expect([SQL]().joined(separator: ", ").text == "")
    }
}
