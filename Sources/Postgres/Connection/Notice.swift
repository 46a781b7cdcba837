internal import CLibPQ
internal import Synchronization

/// A notice or warning of the server, or of libpq itself.
public struct Notice: Sendable {
    /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`.
    public let severity: String
    public let sqlState: SQLState?
    public let message: String
    public let detail: String?
    public let hint: String?
}

/// Takes what libpq would print on standard error otherwise.
final class NoticeInbox: Sendable {
    /// Older ones make room: a session that nobody asks for its notices must not grow.
    private static let limit = 100

    private let kept = Mutex<[Notice]>([])
    private let handler: (@Sendable (Notice) -> Void)?

    init(handler: (@Sendable (Notice) -> Void)?) {
        self.handler = handler
    }

    func receive(_ notice: Notice) {
        if let handler { handler(notice) }
        kept.withLock { kept in
            if kept.count >= Self.limit { kept.removeFirst() }
            kept.append(notice)
        }
    }

    func take() -> [Notice] {
        kept.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }

    /// The inbox must live as long as the connection: the caller keeps it.
    func install(on connection: OpaquePointer) {
        PQsetNoticeReceiver(
            connection,
            { inbox, result in
                guard let inbox else { return }
                func field(_ code: Character) -> String? { errorField(result, code) }
                Unmanaged<NoticeInbox>.fromOpaque(inbox).takeUnretainedValue().receive(
                    Notice(
                        severity: field("V") ?? field("S") ?? "NOTICE",
                        sqlState: field("C").map(SQLState.init(rawValue:)),
                        message: field("M") ?? PQresultErrorMessage(result).map { String(cString: $0) } ?? "",
                        detail: field("D"),
                        hint: field("H")))
            },
            Unmanaged.passUnretained(self).toOpaque())
    }
}
