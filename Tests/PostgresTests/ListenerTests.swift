import Postgres
import Testing

@Suite struct ListenerTests {
    private enum Heard: Sendable, Equatable {
        case listening
        case interrupted
        case notification(String, String)
    }

    /// One stream of everything that happens, in order.
    private func hear(
        _ configuration: ConnectionConfiguration, _ channels: [String]
    ) -> (events: AsyncThrowingStream<Heard, any Error>, stop: @Sendable () -> Void) {
        let (events, out) = AsyncThrowingStream<Heard, any Error>.makeStream()
        let listener = Listener(
            configuration, channels: channels, backOff: BackOff(first: .milliseconds(1), longest: .milliseconds(5))
        ) { event in
            switch event {
            case .listening: out.yield(.listening)
            case .interrupted: out.yield(.interrupted)
            }
        }
        let task = Task {
            do {
                for try await notification in listener.notifications() {
                    out.yield(.notification(notification.channel, notification.payload))
                }
                out.finish()
            } catch {
                out.finish(throwing: error)
            }
        }
        return (events, { task.cancel() })
    }

    @Test func `notifications are heard, also after the connection was lost`() async throws {
        try await withConfiguration { configuration in
            let speaker = try await Connection.open(configuration)
            let (events, stop) = hear(configuration, ["critical_customer_alert", "Odd \"name\""])
            var heard = events.makeAsyncIterator()
            #expect(try await heard.next() == .listening)
            try await speaker.execute("SELECT pg_notify('critical_customer_alert', \("{\"id\": 1}"))")
            #expect(try await heard.next() == .notification("critical_customer_alert", "{\"id\": 1}"))
            try await speaker.execute("NOTIFY \(identifier: "Odd \"name\"")")
            #expect(try await heard.next() == .notification("Odd \"name\"", ""))

            try await speaker.execute(
                """
                SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'
                """)
            #expect(try await heard.next() == .interrupted)
            #expect(try await heard.next() == .listening)
            try await speaker.execute("SELECT pg_notify('critical_customer_alert', 'again')")
            #expect(try await heard.next() == .notification("critical_customer_alert", "again"))
            stop()
            #expect(try await heard.next() == nil)
            await speaker.close()
        }
    }

    @Test func `what trying again cannot mend ends the stream`() async throws {
        try await withConfiguration { configuration in
            let (events, _) = hear(configuration.with(database: "no such database"), ["x"])
            let error = await #expect(throws: PostgresError.self) { for try await _ in events {} }
            #expect(error?.sqlState == .invalidDatabase)
        }
    }
}
