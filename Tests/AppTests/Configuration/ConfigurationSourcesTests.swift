import Foundation
import TestSupport
import Testing

@testable import App

@Suite("Configuration")
struct ConfigurationSourcesTests {
    /// A file that is gone when `body` ends.
    private func withFile<R>(_ text: String, _ body: (String) throws -> R) throws -> R {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).json").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    @Test("takes arguments before the environment, and that before the file")
    func precedence() throws {
        try withFile(#"{"log-level": "error", "host": "file", "port": 81}"#) { path in
            let sources = try ConfigurationSources(
                arguments: [.logLevel: "debug"], file: path,
                environment: ["MAINSTAY_LOG_LEVEL": "warning", "MAINSTAY_HOST": "environment"])
            #expect(sources.value(.logLevel) == ConfigurationValue(text: "debug", origin: .option(.logLevel)))
            #expect(sources.value(.host) == ConfigurationValue(text: "environment", origin: .variable(.host)))
            #expect(sources.value(.port) == ConfigurationValue(text: "81", origin: .file(path: path, .port)))
            #expect(sources.value(.databaseURL) == nil)
        }
    }

    @Test("takes an empty variable as not set, and the file from MAINSTAY_CONFIG unless an argument names one")
    func variables() throws {
        try withFile(#"{"host": "one"}"#) { one in
            try withFile(#"{"host": "other"}"#) { other in
                let environment = ["MAINSTAY_HOST": "", "MAINSTAY_CONFIG": one]
                let ofVariable = try ConfigurationSources(environment: environment)
                let ofArgument = try ConfigurationSources(file: other, environment: environment)
                let ofNone = try ConfigurationSources(environment: ["MAINSTAY_CONFIG": ""])
                #expect([ofVariable, ofArgument, ofNone].map { $0.value(.host)?.text } == ["one", "other", nil])
            }
        }
    }

    private static let badFiles = [
        ("", "malformed"), ("{", "malformed"), ("[1]", "malformed"), ("7", "malformed"), (#"{"databse-url": "x"}"#, "unknown"),
        (#"{"log-level": true}"#, "not a text"), (#"{"port": 80.5}"#, "not a text"), (#"{"host": null}"#, "not a text"),
        (#"{"host": {"name": "x"}}"#, "not a text"),
    ]

    @Test("refuses a file that is not as it must be", arguments: badFiles)
    func badFile(text: String, kind: String) throws {
        try withFile(text) { path in
            let error = #expect(throws: ConfigurationError.self) { try ConfigurationSources(file: path, environment: [:]) }
            let found =
                switch error {
                case .malformedFile(path, _): "malformed"
                case .unknownKey(path, "databse-url"): "unknown"
                case .notAText(path, _): "not a text"
                default: "\(String(describing: error))"
                }
            #expect(found == kind)
            #expect(error?.description.contains(path) == true)
            #expect(error?.exitStatus == .badConfiguration)
        }
    }

    @Test("refuses a file that cannot be read")
    func missingFile() {
        #expect(throws: ConfigurationError.unreadableFile(path: "/nonesuch/x.json", reason: "No such file or directory")) {
            try ConfigurationSources(file: "/nonesuch/x.json", environment: [:])
        }
    }
}
