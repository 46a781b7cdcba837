import Foundation
import Synchronization

/// A real mail server, aiosmtpd, that keeps what it takes. `scripts/setup --for-tests` installs it.
public final class SMTPCatcher: Sendable {
    public struct Mail: Decodable, Sendable {
        public let envelopeFrom: String
        public let envelopeTo: [String]
        public let tls: Bool
        public let user: String?
        public let headers: [String]
        public let defects: [String]
        public let subject: String
        public let fromName: String
        public let fromAddress: String
        public let to: [[String]]
        public let messageId: String
        public let date: String
        public let listUnsubscribe: String?
        public let text: String?
        public let html: String?
        public let longestLine: Int
    }

    public struct CannotStart: Error, CustomStringConvertible { public let description: String }

    public let port: Int
    private let process: Process
    /// The program ends when nobody holds the other end any more, however this process ends: one that is left behind would keep this
    /// process's output open, and whoever waits for the end of that would wait for ever.
    private let input = Pipe()
    private let lines: LineReader

    /// - Parameter arguments: of `smtp_catcher.py`.
    public static func with<R>(_ arguments: [String] = [], _ body: (SMTPCatcher) async throws -> R) async throws -> R {
        let catcher = try await SMTPCatcher(arguments)
        defer { catcher.end() }
        return try await body(catcher)
    }

    private func end() {
        kill(process.processIdentifier, SIGKILL)
    }

    private init(_ arguments: [String]) async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let python = root + "/.build/python/bin/python"
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw CannotStart(description: "\(python) is not there; scripts/setup --for-tests makes it")
        }
        process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [root + "/Sources/TestSupport/Peers/smtp_catcher.py"] + arguments
        let pipe = Pipe()
        process.standardInput = input
        process.standardOutput = pipe
        try process.run()
        lines = LineReader(pipe)
        guard let line = await lines.next(), let port = line.split(separator: " ").last.flatMap({ Int($0) }) else {
            kill(process.processIdentifier, SIGKILL)
            throw CannotStart(description: "the mail server did not say its port")
        }
        self.port = port
    }

    /// The next mail; waits for it.
    public func next() async throws -> Mail {
        guard let line = await lines.next() else { throw CannotStart(description: "there is no mail") }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Mail.self, from: Data(line.utf8))
    }
}

/// A certificate for `localhost` that nobody but its maker trusts; the mail server makes it before it listens.
public struct TestCertificate: Sendable {
    public let certificate: String
    private let key: String

    public init(in folder: TestFolder) { (certificate, key) = (folder.path + "/certificate.pem", folder.path + "/key.pem") }

    public var arguments: [String] { ["--certificate", certificate, "--key", key] }
}

private final class LineReader: Sendable {
    private let pipe: Pipe
    private let buffer = Mutex<[UInt8]>([])

    init(_ pipe: Pipe) { self.pipe = pipe }

    /// Nil at the end, or when nothing comes. It blocks a thread of its own.
    func next() async -> String? {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: self.read()) }.start()
        }
    }

    private func read() -> String? {
        buffer.withLock { buffer in
            let descriptor = pipe.fileHandleForReading.fileDescriptor
            while true {
                if let end = buffer.firstIndex(of: 10) {
                    defer { buffer.removeSubrange(...end) }
                    return String(decoding: buffer[..<end], as: UTF8.self)
                }
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&waiting, 1, 30_000) > 0 else { return nil }
                var chunk = [UInt8](repeating: 0, count: 65_536)
                let count = Foundation.read(descriptor, &chunk, chunk.count)
                guard count > 0 else { return nil }
                buffer += chunk[..<count]
            }
        }
    }
}
