import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Takes webhooks on a port of this machine and keeps what they say, for as long as a piece of work lasts.
final class WebhookCatcher: Sendable {
    /// What was posted, and when all of it was there.
    struct Event: Sendable {
        let at: ContinuousClock.Instant
        let type: String
        let rule: String
        let alerts: [Int64]
    }

    private let kept = Mutex<[Event]>([])
    private let lookEvery = Duration.milliseconds(2)

    static func whileListening<R: Sendable>(_ work: @Sendable (WebhookCatcher, _ address: String) async throws -> R) async throws -> R {
        let catcher = WebhookCatcher()
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(catcher))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await work(catcher, "http://127.0.0.1:\(server.localAddress?.port ?? 0)/hook")
            try? await server.close()
            return result
        } catch {
            try? await server.close()
            throw error
        }
    }

    /// The events from a number on, as soon as there are any.
    ///
    /// - Throws: ``BenchError`` when none comes in time.
    func events(from number: Int, patience: Double) async throws -> ArraySlice<Event> {
        let watch = Stopwatch()
        while watch.seconds < patience {
            let events = kept.withLock { $0.dropFirst(number) }
            if !events.isEmpty { return events }
            try await Task.sleep(for: lookEvery)
        }
        throw BenchError.unexpected("no message came within \(patience) s")
    }

    var count: Int { kept.withLock(\.count) }

    private func keep(_ body: Data) {
        let now = ContinuousClock.now
        guard let said = try? JSONDecoder().decode(Said.self, from: body) else { return }
        kept.withLock { $0.append(Event(at: now, type: said.type, rule: said.data.rule, alerts: said.data.alerts)) }
    }

    private struct Said: Decodable {
        struct Message: Decodable {
            let rule: String
            let alerts: [Int64]
        }

        let type: String
        let data: Message
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let catcher: WebhookCatcher
        private var body = Data()

        init(_ catcher: WebhookCatcher) { self.catcher = catcher }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head: body = Data()
            case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
            case .end:
                catcher.keep(body)
                let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "0"])
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
