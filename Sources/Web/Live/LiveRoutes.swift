import Access
import Dashboards
import Domain
import HTTPTypes
import Hummingbird

/// `/live`: how things stand now, as server-sent events, for the strip on top of the pages.
struct LiveRoutes {
    let site: Site
    /// A tick for each sign of life of a stream that has nothing to tell.
    var heartbeats: @Sendable () -> AsyncStream<Void> = { LiveRoutes.ticks(every: .seconds(15)) }

    /// One of them is needed: the figures are those of the executive and system dashboards and of the list of customers.
    static let rights: [Right] = [.see(.executive), .see(.system), .seeCustomers]

    static func isOpen(to role: Role) -> Bool { rights.contains { role.may($0) } }

    func add(to router: Router<MainstayContext>) {
        router.only(.get, at: "/live") { request, context in
            guard let who = context.who else { throw Refusal.signInNeeded }
            guard Self.isOpen(to: who.role) else { throw Refusal.notAllowed(Self.rights[0]) }
            return stream()
        }
    }

    private func stream() -> Response {
        let (source, heartbeats) = (site.dependencies.live, heartbeats)
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        // A proxy that collects before it passes on would hold every event back.
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: Self.beginning))
                for await part in await Self.parts(source.figures(), heartbeats()) {
                    try await writer.write(ByteBuffer(string: part.text))
                }
                try await writer.finish(nil)
            })
    }

    /// How long a browser waits before it comes back after the stream has ended.
    private static let beginning = "retry: 2000\n\n"

    /// Something that is sent.
    enum Part: Sendable, Hashable {
        case figures(LiveFigures)
        case heartbeat

        var text: String {
            switch self {
            case .figures(let figures): "event: figures\ndata: \(figures.json.text())\n\n"
            // A comment: keeps proxies from closing, and finds out that nobody listens any more.
            case .heartbeat: ": still here\n\n"
            }
        }
    }

    /// After so many heartbeats the stream ends and the browser comes back, so that a session that has ended does not watch for ever.
    private static let longest = 60

    /// Figures and heartbeats in one stream, which ends when the figures end, as they do when the server stops.
    private static func parts(_ figures: AsyncStream<LiveFigures>, _ heartbeats: AsyncStream<Void>) -> AsyncStream<Part> {
        // Whoever reads slowly gets the newest.
        let (parts, continuation) = AsyncStream.makeStream(of: Part.self, bufferingPolicy: .bufferingNewest(4))
        let work = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await each in figures { continuation.yield(.figures(each)) } }
                group.addTask {
                    var beats = 0
                    for await _ in heartbeats {
                        continuation.yield(.heartbeat)
                        beats += 1
                        if beats == longest { break }
                    }
                }
                // The one that ends first ends the other.
                await group.next()
                group.cancelAll()
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in work.cancel() }
        return parts
    }

    private static func ticks(every interval: Duration) -> AsyncStream<Void> {
        AsyncStream {
            do { try await Task.sleep(for: interval) } catch { return nil }
            return ()
        }
    }
}
