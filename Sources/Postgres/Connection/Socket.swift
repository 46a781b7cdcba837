#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Questions to a socket that libpq owns.
enum Socket {
    enum Event {
        case readable, writable

        fileprivate var flag: Int16 {
            switch self {
            case .readable: Int16(POLLIN)
            case .writable: Int16(POLLOUT)
            }
        }
    }

    /// Whether the event arrived within the time. A socket that is in error counts as ready: the next read says why.
    static func wait(_ descriptor: Int32, until event: Event, atMost time: Duration) -> Bool {
        let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
        return isReady(descriptor, event.flag, Int32(clamping: milliseconds))
    }

    /// Whether something can be read without waiting, the end of the connection included.
    static func isReadable(_ descriptor: Int32) -> Bool {
        isReady(descriptor, Event.readable.flag, 0)
    }

    /// Returns when something can be sent or read.
    static func waitForRoomOrNews(_ descriptor: Int32) {
        _ = isReady(descriptor, Event.readable.flag | Event.writable.flag, -1)
    }

    /// The byte that will be read next; stays where it is.
    static func nextByte(_ descriptor: Int32) -> UInt8? {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK)) == 1 ? byte : nil
    }

    private static func isReady(_ descriptor: Int32, _ events: Int16, _ milliseconds: Int32) -> Bool {
        var query = pollfd(fd: descriptor, events: events, revents: 0)
        // An interrupted wait is a wait that ended early: every caller asks again.
        return poll(&query, 1, milliseconds) > 0
    }
}
