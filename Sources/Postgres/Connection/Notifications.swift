internal import CLibPQ
internal import Dispatch

extension Connection {
    /// Waits for notifications on the channels that this session listens to. The thread is free meanwhile.
    ///
    /// - Throws: ``PostgresError/connection(_:)`` when the session is lost; `CancellationError`.
    func nextNotifications() async throws -> [Notification] {
        while true {
            try Task.checkCancellation()
            let arrived = try uninterruptible { session throws(PostgresError) in try session.takeNotifications() }
            if !arrived.isEmpty { return arrived }
            await untilReadable()
        }
    }

    /// Returns when the server has said something or the task is cancelled.
    private func untilReadable() async {
        guard let socket = openSocket else { return }
        // Dispatch documents its sources as safe from any thread; only the annotation is missing.
        nonisolated(unsafe) let source = DispatchSource.makeReadSource(fileDescriptor: socket)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                source.setEventHandler { source.cancel() }
                source.setCancelHandler { continuation.resume() }
                source.activate()
            }
        } onCancel: {
            source.cancel()
        }
    }
}

extension Session {
    func takeNotifications() throws(PostgresError) -> [Notification] {
        try checkAlive(before: "LISTEN")
        var notifications: [Notification] = []
        while let notification = PQnotifies(link) {
            notifications.append(
                Notification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra),
                    pid: notification.pointee.be_pid))
            PQfreemem(notification)
        }
        return notifications
    }
}
