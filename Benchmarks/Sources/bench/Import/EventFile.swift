import Domain
import Foundation
import Postgres

/// A folder with a file of usage events as a product would export them: any customers in any order, any time of the last year, ids of the source's.
struct EventFile: Sendable {
    let folder: String
    let events: Int

    var path: String { folder + "/usage_events.csv" }

    /// The ids that the source knows its customers by.
    static func customers(on connection: Connection) async throws -> [String] {
        try await connection.query("SELECT COALESCE(external_id, user_id::text) AS id FROM mainstay.users ORDER BY created_at").map {
            try $0.decode("id")
        }
    }

    /// Files with different events each, one at a time.
    struct Series {
        let folder: String
        let events: Int
        let customers: [String]

        private static let kinds = ["session", "login", "report_viewed", "record_created", "export", "search", "feature_adopted"]
        private static let features = (1...12).map { "feature_\($0)" }
        private static let year = 365 * Moment.microsecondsPerDay

        /// Writes the next file in the place of the one before.
        func next(until end: Moment) throws -> EventFile {
            let folder = folder + "/import"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let file = EventFile(folder: folder, events: events)
            // Every import has it; this one knows all customers already.
            try Data("user_id,created_at\n".utf8).write(to: URL(fileURLWithPath: folder + "/users.csv"))
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file.path))
            defer { try? handle.close() }
            try handle.truncate(atOffset: 0)
            // Another file of other events for each moment.
            var random = SplitMix(seed: UInt64(bitPattern: end.microseconds))
            var text = "user_id,event_type,occurred_at,feature,event_id\n"
            for number in 1...events {
                let kind = Self.kinds[Int.random(in: 0..<Self.kinds.count, using: &random)]
                let feature = kind == "feature_adopted" ? Self.features[Int.random(in: 0..<Self.features.count, using: &random)] : ""
                let moment = end.adding(microseconds: -Int64.random(in: 0..<Self.year, using: &random))
                text += customers[Int.random(in: 0..<customers.count, using: &random)]
                text += ",\(kind),\(moment.iso8601),\(feature),evt-\(end.microseconds)-\(number)\n"
                if text.utf8.count > 1 << 20 {
                    try handle.write(contentsOf: Data(text.utf8))
                    text = ""
                }
            }
            try handle.write(contentsOf: Data(text.utf8))
            return file
        }
    }
}
