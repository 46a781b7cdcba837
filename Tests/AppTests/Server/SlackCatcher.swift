import Foundation
import Hummingbird
import Logging
import Synchronization

/// Plays Slack's incoming webhooks on a port of this machine.
final class SlackCatcher: Sendable {
    /// What was posted, in its order.
    let messages: AsyncStream<String>
    private let out: AsyncStream<String>.Continuation
    let all = Mutex<[String]>([])

    private init() { (messages, out) = AsyncStream.makeStream(of: String.self) }

    /// Runs it while `body` does.
    nonisolated(nonsending) static func with<R>(_ body: (SlackCatcher, _ address: String) async throws -> R) async throws -> R {
        let catcher = SlackCatcher()
        let router = Router()
        router.post("hook") { request, _ in
            let text = String(buffer: try await request.body.collect(upTo: 1 << 20))
            catcher.all.withLock { $0.append(text) }
            catcher.out.yield(text)
            return "ok"
        }
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in listening.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "catcher") { _ in SwiftLogNoOpLogHandler() })
        let run = Task { try await application.run() }
        defer { run.cancel() }
        for await port in ports { return try await body(catcher, "http://127.0.0.1:\(port)/hook") }
        throw CancellationError()
    }
}
