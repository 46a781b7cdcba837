import Postgres
import Testing

@Suite struct CopyTests {
    private struct Refusal: Error {}

    private func withTable(_ body: (Connection, ConnectionConfiguration) async throws -> Void) async throws {
        try await withConfiguration { configuration in
            let connection = try await Connection.open(configuration)
            try await connection.execute("CREATE TABLE public.t (a int, b text)")
            try await body(connection, configuration)
            await connection.close()
        }
    }

    private func expectRows(
        _ count: Int, _ connection: Connection, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let rows = try await connection.query("SELECT a FROM public.t")
        #expect(rows.count == count, sourceLocation: sourceLocation)
    }

    @Test func `small and large writes arrive whole and in order`() async throws {
        try await withTable { connection, _ in
            let rows = try await connection.copyIn("COPY public.t FROM STDIN") { writer in
                for number in 0..<50_000 { try await writer.write("\(number)\tü\(number)\n") }
                // Parts may end inside a row, and large ones are not gathered.
                let large = Array((50_000..<150_000).map { "\($0)\tü\($0)\n" }.joined().utf8)
                try await writer.write(Array(large[..<1_000_003]))
                try await writer.write(Array(large[1_000_003...]))
                try await writer.write("150000\t\\N\n")
            }
            #expect(rows == 150_001)
            let row = try #require(
                try await connection.query(
                    "SELECT count(*) AS n, sum(a) AS s, count(*) FILTER (WHERE b = 'ü' || a) AS same FROM public.t"
                ).first)
            #expect(try row.decode("n", as: Int.self) == 150_001)
            #expect(try row.decode("s", as: Int.self) == 150_000 * 150_001 / 2)
            #expect(try row.decode("same", as: Int.self) == 150_000)
        }
    }

    @Test func `what the body throws undoes the copy`() async throws {
        try await withTable { connection, _ in
            await #expect(throws: Refusal.self) {
                try await connection.copyIn("COPY public.t FROM STDIN") { writer in
                    try await writer.write(Array(repeating: UInt8(ascii: "1"), count: 3) + Array("\tx\n".utf8))
                    throw Refusal()
                }
            }
            try await expectRows(0, connection)
            try await connection.copyIn("COPY public.t FROM STDIN") { try await $0.write("1\tx\n") }
            try await expectRows(1, connection)
        }
    }

    @Test func `the server's error names the line and no value`() async throws {
        try await withTable { connection, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.copyIn("COPY public.t FROM STDIN") { try await $0.write("1\tx\nsecret\ty\n") }
            }
            guard case .server(let server) = try #require(error) else {
                Issue.record("expected .server")
                return
            }
            #expect(server.sqlState == "22P02" && server.copyLine == 2)
            #expect(!"\(server)".contains("secret") && "\(server)".contains("line 2"))
            try await expectRows(0, connection)
        }
    }

    @Test func `an early error stops the writer`() async throws {
        try await withTable { connection, _ in
            var parts = 0
            let error = await #expect(throws: PostgresError.self) {
                try await connection.copyIn("COPY public.t FROM STDIN") { writer in
                    try await writer.write("not a number\tx\n")
                    let part = Array(repeatElement("1\tx\n", count: 50_000).joined().utf8)
                    // Without a word from the server this would go on for a terabyte.
                    while parts < 5_000_000 {
                        parts += 1
                        try await writer.write(part)
                    }
                }
            }
            #expect(error?.sqlState == "22P02")
            try await expectRows(0, connection)
        }
    }

    @Test func `a swallowed write error is thrown in the end`() async throws {
        try await withTable { connection, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.copyIn("COPY public.t FROM STDIN") { writer in
                    let part = Array(repeatElement("x\tx\n", count: 50_000).joined().utf8)
                    for _ in 0..<100 { try? await writer.write(part) }
                }
            }
            #expect(error?.sqlState == "22P02")
        }
    }

    @Test func `cancelling the task undoes the copy`() async throws {
        try await withTable { connection, _ in
            let (started, begin) = AsyncStream<Void>.makeStream()
            let work = Task {
                try await connection.copyIn("COPY public.t FROM STDIN") { writer in
                    let part = Array(repeatElement("1\tx\n", count: 50_000).joined().utf8)
                    while true {
                        try await writer.write(part)
                        begin.yield()
                    }
                }
            }
            for await _ in started { break }
            work.cancel()
            await #expect(throws: CancellationError.self) { try await work.value }
            try await expectRows(0, connection)
        }
    }

    @Test func `a copy inside a transaction belongs to it`() async throws {
        try await withTable { connection, _ in
            await #expect(throws: Refusal.self) {
                try await connection.transaction { connection in
                    try await connection.copyIn("COPY public.t FROM STDIN") { try await $0.write("1\tx\n") }
                    try await expectRows(1, connection)
                    throw Refusal()
                }
            }
            try await expectRows(0, connection)
        }
    }

    @Test func `the connection is taken while a copy runs`() async throws {
        try await withTable { connection, _ in
            let rows = try await connection.copyIn("COPY public.t FROM STDIN") { writer in
                try await writer.write("1\tx\n")
                await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
            }
            #expect(rows == 1)
        }
    }

    @Test(arguments: ["SELECT 1", "COPY public.nowhere FROM STDIN"])
    func `statements that are no copy are refused and the session stays`(text: String) async throws {
        try await withTable { connection, _ in
            await #expect(throws: PostgresError.self) {
                try await connection.copyIn(SQL(raw: text)) { _ in Issue.record("the body ran") }
            }
            try await expectRows(0, connection)
        }
    }

    @Test func `values cannot be bound`() async throws {
        try await withTable { connection, _ in
            await #expect(throws: PostgresError.self) {
                try await connection.copyIn("COPY public.t FROM STDIN DELIMITER \(",")") { _ in }
            }
        }
    }

    @Test func `out comes everything, in whole rows`() async throws {
        try await withTable { connection, _ in
            var bytes: [UInt8] = []
            var parts = 0
            try await connection.copyOut("COPY (SELECT i FROM generate_series(1, 100000) i) TO STDOUT") { part in
                #expect(part.last == UInt8(ascii: "\n"))
                parts += 1
                bytes += part
            }
            #expect(parts > 1)
            let numbers = bytes.split(separator: UInt8(ascii: "\n")).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
            #expect(numbers == Array(1...100_000))
            try await expectRows(0, connection)
        }
    }

    @Test func `a receiver that throws stops the copy`() async throws {
        try await withTable { connection, _ in
            await #expect(throws: Refusal.self) {
                try await connection.copyOut("COPY (SELECT generate_series(1, 1000000000)) TO STDOUT") { _ in throw Refusal() }
            }
            try await expectRows(0, connection)
        }
    }

    @Test func `an error in the middle of the way out is thrown`() async throws {
        try await withTable { connection, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.copyOut("COPY (SELECT 1 / (50000 - i) FROM generate_series(1, 100000) i) TO STDOUT") { _ in }
            }
            #expect(error?.sqlState == "22012")
            try await expectRows(0, connection)
        }
    }
}
