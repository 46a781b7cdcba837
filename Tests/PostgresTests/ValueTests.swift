import Foundation
import Postgres
import Testing

@Suite struct ValueTests {
    private enum Channel: String, PostgresEncodable, PostgresDecodable {
        case mail, chat
    }

    @Test func `values survive the way to the server and back`() async throws {
        try await withConnection { connection in
            func expectRoundTrip<Value: PostgresEncodable & PostgresDecodable & Equatable>(
                _ value: Value, _ type: String, sourceLocation: SourceLocation = #_sourceLocation
            ) async throws {
                let row = try #require(
                    try await connection.query("SELECT \(value) AS v, pg_typeof(\(value))::text AS t").first)
                #expect(try row.decode("v") == value, sourceLocation: sourceLocation)
                #expect(try row.decode("t") == type, sourceLocation: sourceLocation)
            }
            try await expectRoundTrip(true, "boolean")
            try await expectRoundTrip(false, "boolean")
            try await expectRoundTrip(Int.min, "bigint")
            try await expectRoundTrip(Int64.max, "bigint")
            try await expectRoundTrip(Int32.min, "integer")
            try await expectRoundTrip(Int16.max, "smallint")
            try await expectRoundTrip(0.1 + 0.2, "double precision")
            try await expectRoundTrip(-Double.infinity, "double precision")
            try await expectRoundTrip(Double.leastNonzeroMagnitude, "double precision")
            try await expectRoundTrip("", "text")
            try await expectRoundTrip("it's \"ü\" \\ \n 🙂 ****", "text")
            try await expectRoundTrip(UUID(), "uuid")
            try await expectRoundTrip(try #require(Decimal(string: "-12345678901234567890.000123")), "numeric")
            try await expectRoundTrip(Bytea([0, 1, 127, 128, 255]), "bytea")
            try await expectRoundTrip(Bytea([]), "bytea")
            try await expectRoundTrip(Channel.chat, "text")
            try await expectRoundTrip(Int?.none, "bigint")
            try await expectRoundTrip(String?.some("x"), "text")
            try await expectRoundTrip([Int](), "bigint[]")
            try await expectRoundTrip([3, -1, 2], "bigint[]")
            try await expectRoundTrip([1.5, .infinity], "double precision[]")
            try await expectRoundTrip(["a", "", "NULL", "b,c", "{d}", "\"e\"", "\\", " f "], "text[]")
            try await expectRoundTrip(["a", nil, "NULL"] as [String?], "text[]")
            try await expectRoundTrip([[1, 2], [3, 4]], "bigint[]")
            try await expectRoundTrip([["a,b", "{"], ["\"", "\\"]], "text[]")
            try await expectRoundTrip([UUID(), UUID()], "uuid[]")
            try await expectRoundTrip([Channel.mail, .chat], "text[]")
            try await expectRoundTrip([Bytea([1]), Bytea([])], "bytea[]")
        }
    }

    @Test func `not a number is not a number`() async throws {
        try await withConnection { connection in
            let row = try #require(try await connection.query("SELECT \(Double.nan) AS f, \(Decimal.nan) AS d").first)
            #expect(try row.decode("f", as: Double.self).isNaN)
            #expect(try row.text("d") == "NaN")
        }
    }

    @Test func `arrays with bounds are read`() throws {
        #expect(try [Int](postgresText: "[0:2]={7,8,9}") == [7, 8, 9])
    }

    @Test(arguments: ["", "{", "{1", "1,2", "{\"a}", "{{1}"])
    func `broken arrays are refused`(text: String) {
        #expect(throws: UnreadableText.self) { try [String](postgresText: text) }
    }

    @Test func `bytes of a column`() async throws {
        try await withConnection { connection in
            let bytes: [UInt8] = [222, 173]
            let row = try #require(try await connection.query("SELECT \(bytes) AS b, NULL::bytea AS n").first)
            #expect(try row.bytes("b") == bytes)
            #expect(try row.bytes("n") == nil)
        }
    }

    @Test func `ids are read in either case and refused when broken`() throws {
        let id = UUID()
        #expect(try UUID(postgresText: id.uuidString.lowercased()) == id)
        #expect(try UUID(postgresText: id.uuidString) == id)
        for broken in ["", "00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-0000000000000", "x"] {
            #expect(throws: UnreadableText.self) { try UUID(postgresText: broken) }
        }
    }

    @Test(arguments: ["Infinity", "", "1e", "abc"])
    func `decimals are finite numbers`(text: String) {
        #expect(throws: UnreadableText.self) { try Decimal(postgresText: text) }
    }

    @Test func `zero bytes are refused before anything is sent`() async throws {
        try await withConnection { connection in
            let error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT \("a\0b")") }
            guard case .encoding(let problem, let statement) = error else {
                Issue.record("expected .encoding, got \(String(describing: error))")
                return
            }
            #expect(problem.contains("$1"))
            #expect(statement == "SELECT $1")
            try await connection.execute("SELECT 1")
        }
    }
}
