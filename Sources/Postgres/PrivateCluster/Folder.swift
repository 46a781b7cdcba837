#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Folders of the file system as the cluster needs them: listed, made private, handed to the server's user.
enum Folder {
    struct Facts {
        let owner: uid_t
        let permissions: mode_t
        let isFolder: Bool
    }

    /// What is at the path, or nil for nothing. A link at the end of the path is followed only on wish.
    static func facts(_ path: String, followingLink: Bool = true) throws(ClusterError) -> Facts? {
        var record = stat()
        guard (followingLink ? stat(path, &record) : lstat(path, &record)) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .lastSystemCall("look at", path)
        }
        return Facts(
            owner: record.st_uid, permissions: record.st_mode & 0o7777, isFolder: record.st_mode & S_IFMT == S_IFDIR)
    }

    /// Names in the folder, without `.` and `..`, in no order.
    static func names(in path: String) throws(ClusterError) -> [String] {
        guard let stream = opendir(path) else { throw .lastSystemCall("list", path) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes the folder and the missing ones above it. One that exists is fine.
    static func make(_ path: String, permissions: mode_t) throws(ClusterError) {
        if mkdir(path, permissions) == 0 { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try make(String(path[..<slash]), permissions: permissions)
            if mkdir(path, permissions) == 0 { return }
        }
        let failure = ClusterError.lastSystemCall("make the folder", path)
        // Also where another program made it just now, and for a mounted or read-only folder, it is enough that it is there.
        guard let facts = try facts(path) else { throw failure }
        guard facts.isFolder else { throw .notAFolder(path) }
    }

    /// Makes the folder the server user's alone.
    static func makePrivate(_ path: String, account: ServerAccount) throws(ClusterError) {
        // One descriptor for both calls, so that the folder cannot be exchanged for a link between them.
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastSystemCall("open", path) }
        defer { close(descriptor) }
        if account.isSomebodyElse, fchown(descriptor, account.userID, account.groupID) != 0 {
            throw .lastSystemCall("change the owner of", path)
        }
        guard fchmod(descriptor, 0o700) == 0 else { throw .lastSystemCall("change the permissions of", path) }
    }

    /// Writes what was renamed in the folder to the disk.
    static func sync(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        // Some file systems cannot sync a folder; that is no reason to fail.
        _ = fsync(descriptor)
        close(descriptor)
    }

    /// The path without links and dots, or nil where nothing is.
    static func resolved(_ path: String) -> String? {
        guard let text = realpath(path, nil) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    /// An absolute form of the path as the user gave it.
    static func absolute(_ path: String) -> String {
        var path = path
        if !path.hasPrefix("/"), let current = getcwd(nil, 0) {
            path = String(cString: current) + "/" + path
            free(current)
        }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
