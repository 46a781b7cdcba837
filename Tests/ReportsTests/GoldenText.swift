import Foundation
import Testing

/// Texts that people have read and approved. `MAINSTAY_GOLDEN=write swift test` writes them anew; read the difference before it is committed.
enum GoldenText {
    static func check(_ text: String, _ name: String, file: String = #filePath, location: SourceLocation = #_sourceLocation) throws {
        let place = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
        if ProcessInfo.processInfo.environment["MAINSTAY_GOLDEN"] == "write" { try Data(text.utf8).write(to: place) }
        let approved = try String(contentsOf: place, encoding: .utf8)
        let lines = zip(
            text.split(separator: "\n", omittingEmptySubsequences: false), approved.split(separator: "\n", omittingEmptySubsequences: false)
        )
        let first = lines.first { $0 != $1 }
        #expect(
            text == approved, "\(name) differs, first here:\nmade:     \(first?.0 ?? "(one is longer)")\napproved: \(first?.1 ?? "")",
            sourceLocation: location)
    }
}
