import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Asks a server of this machine and gives its answers as they were sent: not unpacked, no redirection followed, no cookie kept.
struct WebClient: Sendable {
    let port: Int

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The value of a cookie that the answer sets.
        func cookie(_ name: String) -> String? {
            headers["Set-Cookie"].first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1).prefix { $0 != ";" }) }
        }
    }

    /// - Throws: ``BenchError`` where the answer is not 200.
    func page(_ path: String, _ headers: [(name: String, value: String)] = []) async throws -> Answer {
        let answer = try await ask(.GET, path, headers)
        guard answer.status == 200 else { throw BenchError.unexpected("\(path) answers \(answer.status)") }
        return answer
    }

    func post(_ path: String, form: [String: String], _ headers: [(name: String, value: String)]) async throws -> Answer {
        let body = form.map { "\($0.key)=\($0.value.percentEncoded)" }.joined(separator: "&")
        return try await ask(.POST, path, headers + [("Content-Type", "application/x-www-form-urlencoded")], body: body)
    }

    private func ask(
        _ method: HTTPMethod, _ path: String, _ headers: [(name: String, value: String)], body: String = ""
    ) async throws -> Answer {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(host: "127.0.0.1", port: port) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(wrappingChannelSynchronously: channel)
            }
        }
        let fields = HTTPHeaders(
            [("Host", "127.0.0.1:\(port)"), ("Connection", "close"), ("Content-Length", "\(body.utf8.count)")]
                + headers.map { ($0.name, $0.value) })
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(.head(HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: fields)))
            try await outbound.write(.body(.byteBuffer(ByteBuffer(string: body))))
            try await outbound.write(.end(nil))
            var head: HTTPResponseHead?
            var bytes: [UInt8] = []
            reading: for try await part in inbound {
                switch part {
                case .head(let sent): head = sent
                case .body(let buffer): bytes.append(contentsOf: buffer.readableBytesView)
                case .end: break reading
                }
            }
            guard let head else { throw BenchError.unexpected("\(path): the server closed the connection without an answer") }
            return Answer(status: Int(head.status.code), headers: head.headers, body: bytes)
        }
    }
}

extension String {
    /// For a form or the query of an address.
    var percentEncoded: String { addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? self }
}
