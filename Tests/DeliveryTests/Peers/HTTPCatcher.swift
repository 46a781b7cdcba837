import Foundation
import Synchronization

/// A receiver on this machine that keeps what it is sent and answers what the test says, however badly.
final class HTTPCatcher: Sendable {
    struct Request: Sendable {
        let line: String
        let headers: [String: String]
        let body: String

        var path: String { String(line.split(separator: " ")[1]) }
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:] }
    }

    enum Reply: Sendable, Hashable {
        case status(Int, headers: [String: String] = [:], body: String = "")
        /// The head and the beginning of a body that never ends.
        case slowBody(Int)
        /// Bytes that are no HTTP.
        case noise
        case reset
        case silence
    }

    let port: Int
    private let socket: Int32
    private let kept = Mutex<(requests: [Request], open: [Int32])>(([], []))
    private let reply: Mutex<Reply>

    static func answering<R>(_ reply: Reply, _ body: (HTTPCatcher) async throws -> R) async throws -> R {
        let catcher = try HTTPCatcher(reply)
        defer { catcher.stop() }
        return try await body(catcher)
    }

    var requests: [Request] { kept.withLock { $0.requests } }
    /// From now on.
    func answer(_ reply: Reply) { self.reply.withLock { $0 = reply } }

    var url: String { "http://127.0.0.1:\(port)" }

    private init(_ reply: Reply) throws {
        self.reply = Mutex(reply)
        (socket, port) = try Self.bound()
        guard listen(socket, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
        Thread { [self] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else {
                    // Here and nowhere else: closed by another thread, its number could be the next test's before this one accepts again.
                    close(socket)
                    return
                }
                Thread { self.answer(connection) }.start()
            }
        }.start()
    }

    /// Lends a port at which nobody listens. It is taken all the same, so that no other test's peer gets it meanwhile.
    static func withoutListener<R>(_ body: (Int) async throws -> R) async throws -> R {
        let (socket, port) = try bound()
        defer { close(socket) }
        return try await body(port)
    }

    private static func bound() throws -> (socket: Int32, port: Int) {
        #if canImport(Glibc)
            let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var length = size
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, size) == 0 && getsockname(socket, pointer, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    private func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
        for connection in kept.withLock({ $0.open }) { close(connection) }
    }

    private func answer(_ connection: Int32) {
        guard let request = Self.read(connection) else {
            close(connection)
            return
        }
        kept.withLock { $0.requests.append(request) }
        switch reply.withLock(\.self) {
        case .status(let status, let headers, let body):
            let lines = ["HTTP/1.1 \(status) Words"] + headers.map { "\($0.key): \($0.value)" } + ["Content-Length: \(body.utf8.count)"]
            Self.write(connection, (lines + ["Connection: close", "", body]).joined(separator: "\r\n"))
            close(connection)
        case .slowBody(let status):
            Self.write(connection, "HTTP/1.1 \(status) Words\r\nContent-Length: 1000\r\n\r\nbeginning")
            kept.withLock { $0.open.append(connection) }
        case .noise:
            Self.write(connection, "\u{1}\u{2} what? \r\n\r\n")
            close(connection)
        case .reset:
            var lingering = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
            close(connection)
        case .silence:
            kept.withLock { $0.open.append(connection) }
        }
    }

    private static func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
                let headers = Dictionary(
                    lines.dropFirst().compactMap { line -> (String, String)? in
                        guard let colon = line.firstIndex(of: ":") else { return nil }
                        return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
                    }
                ) { first, _ in first }
                let body = text[end.upperBound...]
                if body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                    return Request(line: lines[0], headers: headers, body: String(body))
                }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
    }

    private static func write(_ connection: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
