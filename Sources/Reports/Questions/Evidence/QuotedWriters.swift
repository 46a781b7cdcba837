import Postgres
import Schema

/// Who wrote what a report quotes, so that ``PlainQuote`` can take the name out.
enum QuotedWriters {
    /// The names, where a single customer wrote a text: what several wrote alike tells of none of them.
    ///
    /// - Parameter written: rows of `user_id` and `text` as they were written.
    /// - Returns: by the text without the spaces around it.
    /// - Throws: `PostgresError`.
    static func names(of texts: [String], in written: SQL, on connection: Connection) async throws -> [String: [String]] {
        guard !texts.isEmpty else { return [:] }
        let rows = try await connection.query(
            """
            SELECT btrim(w.text) AS text, min(u.name) AS name
              FROM (\(written)) AS w JOIN mainstay.users AS u ON u.user_id = w.user_id
             WHERE btrim(w.text) = ANY (\(texts))
             GROUP BY btrim(w.text) HAVING count(DISTINCT w.user_id) = 1 AND min(u.name) IS NOT NULL
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { (try $0.decode("text", as: String.self), [try $0.decode("name", as: String.self)]) })
    }
}
