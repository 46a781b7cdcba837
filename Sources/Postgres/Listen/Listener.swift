/// Hears notifications on a connection of its own, and comes back when that is lost.
///
/// ```swift
/// for try await alert in Listener(configuration, channels: ["critical_customer_alert"]).notifications() { … }
/// ```
///
/// What is sent while the connection is down is not heard: PostgreSQL keeps notifications for nobody. So a notification
/// may wake, but what is to be done must stand in a table, and whoever listens looks there on every
/// ``Event/listening``.
public struct Listener: Sendable {
    public enum Event: Sendable {
        /// The channels are heard, for the first time or again.
        case listening
        /// The connection was lost or could not be opened; reported once for each outage.
        case interrupted(PostgresError)
    }

    private let configuration: ConnectionConfiguration
    private let channels: [String]
    private let backOff: BackOff
    private let observe: @Sendable (Event) -> Void

    /// - Parameters:
    ///   - channels: exact names, case included.
    ///   - observe: is told when listening begins and stops; must return quickly.
    public init(
        _ configuration: ConnectionConfiguration, channels: [String], backOff: BackOff = BackOff(),
        observe: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.channels = channels
        self.backOff = backOff
        self.observe = observe
    }

    /// Starts listening; ends when the iterating task is cancelled or the stream is let go.
    ///
    /// The stream throws only what trying again cannot mend, such as a wrong password.
    public func notifications() -> AsyncThrowingStream<Notification, any Error> {
        AsyncThrowingStream { continuation in
            let listening = Task { await listen(into: continuation) }
            continuation.onTermination = { _ in listening.cancel() }
        }
    }

    private func listen(into continuation: AsyncThrowingStream<Notification, any Error>.Continuation) async {
        var failures = 0
        while !Task.isCancelled {
            do {
                let connection = try await connect()
                failures = 0
                observe(.listening)
                while true {
                    for notification in try await connection.nextNotifications() { continuation.yield(notification) }
                }
            } catch let error as PostgresError where error.isTransient {
                failures += 1
                if failures == 1 { observe(.interrupted(error)) }
                let pause = backOff.pause(afterFailures: failures, spread: .random(in: 0...1))
                // A cancelled sleep ends the loop by its condition.
                try? await Task.sleep(for: pause)
            } catch is CancellationError {
                break
            } catch {
                continuation.finish(throwing: error)
                return
            }
        }
        continuation.finish()
    }

    private func connect() async throws -> Connection {
        let connection = try await Connection.open(configuration)
        for channel in channels {
            try await connection.execute("LISTEN \(identifier: channel)")
        }
        return connection
    }
}

extension Pool {
    /// Hears notifications on a connection besides the pool's; see ``Listener``.
    public func listen(
        to channels: [String], backOff: BackOff = BackOff(),
        observe: @escaping @Sendable (Listener.Event) -> Void = { _ in }
    ) -> AsyncThrowingStream<Notification, any Error> {
        Listener(configuration, channels: channels, backOff: backOff, observe: observe).notifications()
    }
}
