import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// One POST with a limit of time for all of it; redirects are not followed, and of a long body only the beginning is read.
struct HTTPPost: Sendable {
    let url: HiddenText
    let headers: [(name: String, value: String)]
    let body: String

    /// - Throws: ``HTTPTrouble``.
    func send(by client: HTTPClient, limit: Duration) async throws(HTTPTrouble) -> HTTPAnswer {
        guard HTTPAddress.isValid(url.text) else { throw HTTPTrouble(reason: "the address is not one of http or https", isLasting: true) }
        let outcome = await withTaskGroup(of: Result<HTTPAnswer, HTTPTrouble>?.self) { group in
            group.addTask { await perform(client, limit) }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let outcome else { throw HTTPTrouble(reason: "no answer within \(limit.components.seconds) s") }
        return try outcome.get()
    }

    private func perform(_ client: HTTPClient, _ limit: Duration) async -> Result<HTTPAnswer, HTTPTrouble> {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.headers.add(name: "user-agent", value: "Mainstay")
        request.body = .bytes(ByteBuffer(string: body))
        do {
            let response = try await client.execute(request, deadline: .now() + .seconds(limit.components.seconds + 1))
            return .success(
                HTTPAnswer(
                    status: Int(response.status.code), retryAfter: response.headers.first(name: "retry-after"),
                    body: await Self.beginning(of: response.body, limit: limit / 2)))
        } catch {
            return .failure(HTTPTrouble(error))
        }
    }

    private static let longestBody = 16_384

    /// The status has arrived: a body that breaks off or does not come changes nothing about it.
    private static func beginning(of body: HTTPClientResponse.Body, limit: Duration) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask {
                var bytes = ByteBuffer()
                do {
                    for try await part in body {
                        var part = part
                        bytes.writeBuffer(&part)
                        if bytes.readableBytes >= longestBody { break }
                    }
                    return String(decoding: bytes.readableBytesView.prefix(longestBody), as: UTF8.self)
                } catch {
                    return nil
                }
            }
            group.addTask {
                try? await Task.sleep(for: min(limit, .seconds(5)))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

/// Why there is no answer at all.
struct HTTPTrouble: Error, Hashable {
    let reason: String
    /// It is our request that is wrong, so that another try would be the same.
    let isLasting: Bool

    init(reason: String, isLasting: Bool = false) { (self.reason, self.isLasting) = (reason, isLasting) }

    /// The client's errors name hosts and causes, but no addresses.
    init(_ error: any Error) {
        switch error as? HTTPClientError {
        case .connectTimeout?: reason = "no connection within the time limit"
        case .deadlineExceeded?, .readTimeout?: reason = "no answer within the time limit"
        case .remoteConnectionClosed?: reason = "the receiver closed the connection without an answer"
        default: reason = AnswerText.line("no answer: \(Self.cause(error) ?? "\(error)")")
        }
        isLasting = false
    }

    /// In the words of the system: "connection refused".
    private static func cause(_ error: any Error) -> String? {
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)).lowercased() }
        guard let error = error as? NIOConnectionError else { return nil }
        return error.connectionErrors.lazy.compactMap { cause($0.error) }.first ?? "the host \(error.host) is not known"
    }

    var outcome: SendOutcome { isLasting ? .failed(reason: reason) : .retry(after: nil, reason: reason) }
}
