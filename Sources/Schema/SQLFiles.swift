import Crypto
import Foundation

/// One file of SQL and the checksum by which the database remembers it.
struct SQLFile: Sendable, Hashable {
    /// Without the ending.
    let name: String
    let text: String
    /// SHA-256 of the text, hexadecimal.
    let checksum: String
}

/// The SQL files that are shipped beside the program.
struct SQLFiles: Sendable {
    let migrations: [Migration]
    let definitions: [SQLFile]

    struct Migration: Sendable, Hashable {
        let version: Int
        let file: SQLFile
    }

    /// The folder in which the build and the installation put the files: beside the executable itself, also when it was started by a link.
    ///
    /// `Bundle.module` would end the process where they are missing; here that is an error that says so.
    static var shippedFolder: URL {
        let executable = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments.first ?? "mainstay")
        return executable.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("mainstay_Schema.resources/SQL")
    }

    /// - Throws: ``SchemaError/filesMissing(folder:)``, ``SchemaError/badFileName(_:)``.
    static func load(from folder: URL = shippedFolder) throws -> SQLFiles {
        let migrations = try files(in: folder.appendingPathComponent("migrations")).map { file in
            guard let number = file.name.split(separator: "_").first, let version = Int(number) else {
                throw SchemaError.badFileName(file.name)
            }
            return Migration(version: version, file: file)
        }
        return SQLFiles(migrations: migrations, definitions: try files(in: folder.appendingPathComponent("definitions")))
    }

    /// The files of a folder in the order of their names.
    private static func files(in folder: URL) throws -> [SQLFile] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw SchemaError.filesMissing(folder: folder.path)
        }
        return try names.filter { $0.hasSuffix(".sql") }.sorted().map { name in
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            let digest = SHA256.hash(data: Data(text.utf8)).map { String($0, radix: 16) }
            let checksum = digest.map { $0.count == 1 ? "0" + $0 : $0 }.joined()
            return SQLFile(name: String(name.dropLast(4)), text: text, checksum: checksum)
        }
    }
}
