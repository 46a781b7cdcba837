import Foundation

/// Why a file that somebody named cannot be written, and what to do.
public struct UnwritableFile {
    private let path: String

    public init(_ path: String) { self.path = path }

    /// What can be seen without writing; nil where nothing stands in the way.
    public var problem: String? {
        if path.isEmpty { return "--output is empty: name the file to write" }
        if isFolder(path) { return "\(path) is a folder, not a file: name a file in it, such as \(joined(path, "report.html"))" }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        if isFolder(folder) { return nil }
        return FileManager.default.fileExists(atPath: folder)
            ? "\(path) cannot be written: \(folder) is no folder; name a file in a folder"
            : "\(path) cannot be written: there is no folder \(folder); make it first, or name a file in another one"
    }

    /// What writing it met.
    public func problem(after error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileWriteNoPermission: "\(path) cannot be written: it is not permitted; name a file in a folder of yours"
        case .fileWriteVolumeReadOnly: "\(path) cannot be written: its disk is for reading only; name a file on another one"
        case .fileWriteOutOfSpace: "\(path) cannot be written: the disk is full; make room, or name a file on another one"
        default: "\(path) cannot be written: \(error.localizedDescription); name another file"
        }
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private func joined(_ folder: String, _ name: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }
}
