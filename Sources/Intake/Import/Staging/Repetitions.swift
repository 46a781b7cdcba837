import Foundation
import Postgres

/// Rows of a file that have an id twice: a mistake where the source gave it, an honest repeat where it was made of the content.
struct Repetitions {
    let connection: Connection

    private static let batchSize = 10_000

    /// Gives honest repeats ids of their own.
    ///
    /// - Parameter problemLimit: how many problems to tell at most.
    /// - Returns: what is wrong: ids given twice.
    func resolve(in staged: StagedFile, problemLimit: Int) async throws -> [ImportProblem] {
        guard staged.suspects > 0 else { return [] }
        let staging = staged.file.staging
        try await connection.execute("DROP TABLE IF EXISTS pg_temp.import_repetitions")
        try await connection.execute(
            """
            CREATE TEMPORARY TABLE import_repetitions ON COMMIT DROP AS
            SELECT line, row_id, repeats, ordinal, first_line
              FROM (SELECT line, row_id, repeats, min(line) OVER (PARTITION BY row_id) AS first_line,
                           row_number() OVER (PARTITION BY row_id ORDER BY line) AS ordinal
                      FROM \(raw: staging)
                     WHERE row_id IN (SELECT row_id FROM \(raw: staging) WHERE repeats > 0)) AS same_id
             WHERE ordinal > 1
            """)
        let problems = try await connection.query(
            """
            SELECT line, first_line FROM pg_temp.import_repetitions
             WHERE repeats = \(RowEncoder.Repeats.perhapsGiven.rawValue) ORDER BY line LIMIT \(problemLimit)
            """
        ).map { row in
            ImportProblem(
                file: staged.file.name, line: try row.decode("line"), column: staged.file.identity.fileColumn,
                message: "is the id of line \(try row.decode("first_line", as: Int.self)) too; ids are given once")
        }
        if problems.isEmpty { try await tellApart(staging: staging) }
        return problems
    }

    /// The ids are computed by the program, batch by batch: PostgreSQL has no SHA-1 of its own.
    private func tellApart(staging: String) async throws {
        try await connection.execute("DROP TABLE IF EXISTS pg_temp.import_repetition_ids")
        try await connection.execute("CREATE TEMPORARY TABLE import_repetition_ids (line bigint, row_id uuid) ON COMMIT DROP")
        try await connection.execute(
            "DECLARE import_repetitions NO SCROLL CURSOR FOR SELECT line, row_id, ordinal FROM pg_temp.import_repetitions")
        while true {
            let batch = try await connection.query("FETCH \(raw: String(Self.batchSize)) FROM import_repetitions")
            if batch.isEmpty { break }
            var lines = ""
            for row in batch {
                let id = RowIdentity.repetition(try row.decode("ordinal"), of: try row.decode("row_id"))
                lines += "\(try row.decode("line", as: Int.self))\t\(id.uuidString)\n"
            }
            let text = lines
            try await connection.copyIn("COPY pg_temp.import_repetition_ids FROM STDIN") { try await $0.write(text) }
        }
        try await connection.execute("CLOSE import_repetitions")
        try await connection.execute(
            """
            UPDATE \(raw: staging) AS s SET row_id = i.row_id FROM pg_temp.import_repetition_ids AS i WHERE s.line = i.line
            """)
    }
}
