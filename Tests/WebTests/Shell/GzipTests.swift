import Foundation
import Testing

@testable import Web

@Suite struct GzipTests {
    /// Unpacked by the system's own program, which has never seen ours.
    private func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".gz")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Array(data)
    }

    @Test func isUndoneByOthers() throws {
        var generator = SystemRandomNumberGenerator()
        let texts: [[UInt8]] = [
            [], [0], [255, 254, 144, 143], Array(repeating: 7, count: 100_000),
            Array((0..<5_000).map { "function f\($0 % 97)(a,b){return a.x\($0)+b}" }.joined().utf8),
            (0..<70_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) },
            (0..<70_000).map { _ in UInt8.random(in: 97...99, using: &generator) },
        ]
        for text in texts { #expect(try unpacked(Gzip.compressed(text)) == text) }
    }

    @Test func makesScriptsSmaller() throws {
        let script = Array((0..<5_000).map { "function f\($0 % 97)(a,b){return a.x\($0)+b}" }.joined().utf8)
        #expect(Gzip.compressed(script).count < script.count / 3)
    }
}
