#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The user of the machine whose processes and files the server is made of.
///
/// PostgreSQL refuses to run as root. So for root it is the owner of an existing data folder, else the user `postgres`; for
/// everybody else it is the user himself.
struct ServerAccount: Sendable, Equatable {
    let userID: uid_t
    let groupID: gid_t
    let name: String
    /// Whether this program is another user (root) and has to hand over files and drop processes.
    let isSomebodyElse: Bool

    /// - Parameter folderOwner: owner of the data folder if it exists and is ours.
    static func choose(folder: String, folderOwner: uid_t?) throws(ClusterError) -> ServerAccount {
        let current = geteuid()
        guard current == 0 else {
            let account = try named(userID: current)
            if let folderOwner, folderOwner != current {
                throw .otherOwner(folder: folder, owner: nameOrNumber(folderOwner), user: account.name)
            }
            return account
        }
        if let folderOwner, folderOwner != 0 { return try named(userID: folderOwner) }
        guard let entry = Entry(name: unprivilegedName) else { throw .noServerUser(unprivilegedName) }
        return ServerAccount(
            userID: entry.userID, groupID: entry.groupID, name: unprivilegedName, isSomebodyElse: true)
    }

    #if os(Linux)
        /// The command as this user's instead of root's.
        ///
        /// A program of the system changes the user, after the new process has begun: between fork and exec the C library's
        /// `setuid` waits for threads that only the parent has, and now and then for ever.
        func dropping(_ command: [String]) throws(ClusterError) -> [String] {
            for (tool, options) in [
                ("setpriv", ["--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--"]),
                ("runuser", ["-u", name, "--"]),
            ] {
                for folder in ["/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"] {
                    // Busybox answers to the name, but not to the options.
                    guard access(folder + tool, X_OK) == 0, let file = Folder.resolved(folder + tool),
                        !file.hasSuffix("busybox")
                    else { continue }
                    return [file] + options + command
                }
            }
            throw .cannotChangeUser(name)
        }
    #endif

    /// The home folder of the current user, from the system's user list.
    static func homeFolder() -> String? { Entry(userID: geteuid())?.home }

    private static let unprivilegedName = "postgres"

    private static func named(userID: uid_t) throws(ClusterError) -> ServerAccount {
        guard let entry = Entry(userID: userID) else { throw .namelessUser(UInt32(userID)) }
        return ServerAccount(
            userID: userID, groupID: entry.groupID, name: entry.name, isSomebodyElse: userID != geteuid())
    }

    private static func nameOrNumber(_ userID: uid_t) -> String {
        Entry(userID: userID)?.name ?? "number \(userID)"
    }
}

/// A line of the system's user list.
private struct Entry {
    let name: String
    let userID: uid_t
    let groupID: gid_t
    let home: String

    init?(name: String) {
        self.init { record, buffer, length, found in getpwnam_r(name, record, buffer, length, found) }
    }

    init?(userID: uid_t) {
        self.init { record, buffer, length, found in getpwuid_r(userID, record, buffer, length, found) }
    }

    private init?(
        _ look: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) {
        // Directory services answer with long records; a megabyte is beyond any of them.
        var size = 4096
        while size <= 1 << 20 {
            let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
            defer { buffer.deallocate() }
            var record = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let code = look(&record, buffer, size, &found)
            if code == ERANGE {
                size *= 4
                continue
            }
            guard code == 0, found != nil, let name = record.pw_name else { return nil }
            self.name = String(cString: name)
            userID = record.pw_uid
            groupID = record.pw_gid
            home = record.pw_dir.map { String(cString: $0) } ?? ""
            return
        }
        return nil
    }
}
