#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where everything of a private cluster lies below its data folder.
struct ClusterLayout: Sendable, Equatable {
    /// The data folder, absolute and without symbolic links once it exists.
    let dataFolder: String

    /// PostgreSQL's own folder. It appears by a rename, so it is either whole or not there.
    var serverFolder: String { dataFolder + "/postgres" }
    /// What an interrupted creation leaves behind; removed by the next one.
    var unfinishedFolder: String { dataFolder + "/postgres.unfinished" }
    var versionFile: String { serverFolder + "/PG_VERSION" }
    /// Settings of Mainstay's own, written anew at each start and included by `postgresql.conf`.
    var settingsFile: String { serverFolder + "/" + Self.settingsFileName }
    var logFolder: String { dataFolder + "/log" }
    var logFile: String { logFolder + "/postgres.log" }
    var previousLogFile: String { logFolder + "/postgres.log.1" }
    /// Locked by whoever starts or stops the server; its presence says that the folder is ours.
    var decisionLock: String { dataFolder + "/cluster.lock" }
    /// Locked, shared, by every program that uses the server.
    var useLock: String { dataFolder + "/users.lock" }
    /// Exists while the server shall outlive its users.
    var pinFile: String { dataFolder + "/pinned" }

    static let settingsFileName = "mainstay.conf"
    /// The number is only a part of the socket's file name: nothing listens on TCP.
    static let port = 5432

    /// Folder of the server's unix socket: inside the data folder if the path fits, else a short one.
    ///
    /// A socket's address holds 107 bytes (103 on macOS), and libpq takes a comma in a host for a list. The short folder is below
    /// `/tmp` and not below `XDG_RUNTIME_DIR`: that one differs between a login and a cron job, is not root's server's to enter,
    /// and disappears at logout under a pinned server. The name follows from the data folder, so all programs find the same one.
    var socketFolder: String {
        let inside = dataFolder + "/run"
        return Self.isUsableForSockets(inside) ? inside : "/tmp/mainstay-" + Self.fingerprint(dataFolder)
    }

    var socketFolderIsOutside: Bool { !socketFolder.hasPrefix(dataFolder + "/") }

    static func isUsableForSockets(_ folder: String) -> Bool {
        let socket = folder + "/.s.PGSQL.\(port)"
        return socket.utf8.count < longestSocketPath && !folder.contains(",")
            && !folder.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    }

    private static let longestSocketPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    /// FNV-1a in hexadecimal. It only has to tell one user's data folders apart; trust comes from the folder's owner.
    static func fingerprint(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
