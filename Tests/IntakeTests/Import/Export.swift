import Domain
import Foundation
import Postgres
import TestSupport

@testable import Intake

/// A folder of files as a company might export it.
struct Export {
    private let folder: TestFolder
    var path: String { folder.path }

    init(_ files: [String: [UInt8]]) throws {
        folder = try TestFolder.make()
        for (name, bytes) in files { try write(bytes, to: name) }
    }

    init(_ files: [String: String]) throws { try self.init(files.mapValues { Array($0.utf8) }) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
    }

    func remove() { folder.remove() }

    static func with<R>(_ files: [String: String], _ body: (Export) throws -> R) throws -> R {
        let export = try Export(files)
        defer { export.remove() }
        return try body(export)
    }
}

extension TestDatabase {
    /// 2026-03-01T12:00:00Z, unless a test needs another time.
    static let noon = Moment(microseconds: 1_772_366_400_000_000)

    /// Imports files that consist of these texts.
    func load(_ files: [String: String], at now: Moment = noon, dryRun: Bool = false) async throws -> ImportReport {
        let export = try Export(files)
        defer { export.remove() }
        return try await load(folder: export.path, at: now, dryRun: dryRun)
    }

    func load(folder: String, at now: Moment = noon, dryRun: Bool = false) async throws -> ImportReport {
        try await pool.withConnection { connection in
            try await CSVImport(connection, clock: FixedClock(now)).run(directory: folder, dryRun: dryRun)
        }
    }

    /// The problems that these files are refused for, as they are shown; empty when they were loaded.
    func problems(_ files: [String: String]) async throws -> [String] {
        do {
            _ = try await load(files)
            return []
        } catch let ImportError.badFiles(problems, _) {
            return problems.map(\.description)
        }
    }

    /// The rows of a query, each as its values joined by bars; null is empty.
    func rows(_ sql: SQL) async throws -> [String] {
        try await pool.query(sql).map { row in
            try row.columnNames.indices.map { try row.decode(at: $0, as: String?.self) ?? "" }.joined(separator: "|")
        }
    }

    /// All tables that an import writes, for comparing before and after.
    func contents() async throws -> [String: [String]] {
        var contents: [String: [String]] = [:]
        for table in ImportFile.all.map(\.table) + ["user_status_changes", "rescore_queue"] {
            contents[table] = try await rows("SELECT t::text AS row FROM \(identifier: "mainstay", table) AS t ORDER BY t::text")
        }
        return contents
    }
}
