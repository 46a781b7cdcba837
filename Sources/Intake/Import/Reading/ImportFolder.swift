import Foundation

/// The files of a folder that import reads.
struct ImportFolder {
    struct Entry {
        let file: ImportFile
        let path: String
        /// Bytes.
        let size: Int
    }

    /// In the order in which they are read.
    let entries: [Entry]
    /// Files that look as if they were meant for import, but have another name.
    let warnings: [ImportWarning]

    var size: Int { entries.reduce(0) { $0 + $1.size } }

    /// - Throws: ``ImportError`` when the folder cannot be read, or has no users.csv.
    init(path: String) throws(ImportError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw .unreadable(path: path, reason: Self.reason(path))
        }
        let known = ImportFile.all.filter { names.contains($0.name) }
        guard known.contains(where: { $0.name == ImportFile.users.name }) else {
            let found = names.filter { $0.lowercased().hasSuffix(".csv") }.sorted()
            let message =
                "is not in the folder, and every import needs it" + (found.isEmpty ? "" : "; found: \(found.joined(separator: ", "))")
            let problem = ImportProblem(file: ImportFile.users.name, line: nil, column: nil, message: message)
            throw .badFiles(problems: [problem], moreFollow: false)
        }
        var entries: [Entry] = []
        for file in known {
            let path = path + "/" + file.name
            entries.append(Entry(file: file, path: path, size: try InputFile(path: path).size))
        }
        self.entries = entries
        let others = names.filter { name in name.lowercased().hasSuffix(".csv") && !known.contains { $0.name == name } }
        warnings = others.sorted().map { name in
            let expected = ImportFile.all.map(\.name).joined(separator: ", ")
            return ImportWarning(file: name, message: "is left aside: import reads \(expected)")
        }
    }

    private static func reason(_ path: String) -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return "there is no such folder" }
        return isFolder.boolValue ? "the folder cannot be read" : "is a file; name the folder it is in"
    }
}
