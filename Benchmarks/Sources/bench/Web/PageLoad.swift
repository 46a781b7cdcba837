/// A warm server under load: each address has been asked for once before, and answered as it should.
struct PageLoad: Sendable {
    let wrk: Wrk
    let client: WebClient

    private static let warmUpSeconds = 1
    private static let latencySeconds = 5
    private static let rateSeconds = 3
    private static let manyConnections = 16

    /// Seconds until the answer, one request after the other.
    func latency(_ requests: WebRequests) async throws -> Samples {
        // A page that sends visitors elsewhere would be quick as well.
        for path in requests.paths { _ = try await client.page(path, requests.headers) }
        _ = try await wrk.load(requests, port: client.port, connections: 1, seconds: Self.warmUpSeconds)
        return try await wrk.load(requests, port: client.port, connections: 1, seconds: Self.latencySeconds).latency
    }

    /// Answers a second to many visitors.
    func rate(_ requests: WebRequests) async throws -> Double {
        // wrk leaves its last questions behind unanswered: slow ones keep the server busy into the load after them, which then counts nothing.
        _ = try await client.page(requests.paths[0], requests.headers)
        return try await wrk.load(requests, port: client.port, connections: Self.manyConnections, seconds: Self.rateSeconds).perSecond
    }
}
