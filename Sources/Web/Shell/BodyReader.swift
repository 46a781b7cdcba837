import Hummingbird

/// What a request brings along, taken only when it is small and arrives in time.
enum BodyReader {
    /// - Returns: its bytes.
    /// - Throws: ``Refusal/tooLarge(limit:)``, ``Refusal/tooSlow``; ``Refusal/badRequest(reason:)`` when the sender went away in the middle of it.
    static func bytes(of request: Request, sizeLimit: Int, timeLimit: Duration) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > sizeLimit {
            throw Refusal.tooLarge(limit: sizeLimit)
        }
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                do {
                    for try await part in request.body where bytes.count <= sizeLimit { bytes.append(contentsOf: part.readableBytesView) }
                } catch {
                    try Task.checkCancellation()
                    throw Refusal.badRequest(reason: "The request broke off.")
                }
                guard bytes.count <= sizeLimit else { throw Refusal.tooLarge(limit: sizeLimit) }
                return bytes
            }
            group.addTask {
                try await Task.sleep(for: timeLimit)
                throw Refusal.tooSlow
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }
}
