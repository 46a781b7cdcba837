import Foundation
import Testing

@testable import App

@Suite("A file that cannot be written") struct UnwritableFileTests {
    @Test("is named with the cause and what to do") func problems() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "unwritable-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data().write(to: URL(filePath: folder + "/file"))
        #expect(UnwritableFile(folder + "/new.html").problem == nil && UnwritableFile(folder + "/file").problem == nil)
        #expect(UnwritableFile("new.html").problem == nil)
        #expect(UnwritableFile(folder).problem == "\(folder) is a folder, not a file: name a file in it, such as \(folder)/report.html")
        #expect(
            UnwritableFile(folder + "/none/x.html").problem
                == "\(folder)/none/x.html cannot be written: there is no folder \(folder)/none; make it first, or name a file in another one"
        )
        #expect(
            UnwritableFile(folder + "/file/x.html").problem
                == "\(folder)/file/x.html cannot be written: \(folder)/file is no folder; name a file in a folder")
        #expect(
            UnwritableFile(folder).problem(after: CocoaError(.fileWriteOutOfSpace))
                == "\(folder) cannot be written: the disk is full; make room, or name a file on another one")
    }
}
