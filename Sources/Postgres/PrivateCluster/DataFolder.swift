#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A data folder that is known to be ours, and the user who runs its server.
struct DataFolder: Sendable {
    let layout: ClusterLayout
    let account: ServerAccount

    /// What may lie in a folder that still counts as empty: a mounted disk has the first, macOS leaves the second.
    private static let strayNames: Set<String> = ["lost+found", ".DS_Store"]

    /// The folder as it is, or nil when nothing has been made of it yet.
    static func existing(_ path: String) throws(ClusterError) -> DataFolder? {
        guard let facts = try Folder.facts(path) else { return nil }
        guard facts.isFolder else { throw .notAFolder(path) }
        let path = Folder.resolved(path) ?? path
        let layout = ClusterLayout(dataFolder: path)
        guard SmallFile.exists(layout.decisionLock) || SmallFile.exists(layout.settingsFile) else {
            if facts.permissions & 0o500 == 0 || (geteuid() != 0 && facts.owner != geteuid()) {
                // Not ours to look into, so the lock's absence says nothing yet.
                _ = try ServerAccount.choose(folder: path, folderOwner: facts.owner)
            }
            let names = try Folder.names(in: path)
            guard names.allSatisfy(strayNames.contains) else {
                throw .foreignFolder(path, isPostgres: names.contains("PG_VERSION"))
            }
            return nil
        }
        return DataFolder(layout: layout, account: try ServerAccount.choose(folder: path, folderOwner: facts.owner))
    }

    /// The folder, made if it is not there, private to the user who runs the server.
    static func prepared(_ path: String) async throws -> DataFolder {
        if let folder = try existing(path) {
            try Folder.makePrivate(folder.layout.dataFolder, account: folder.account)
            return folder
        }
        let account = try ServerAccount.choose(folder: path, folderOwner: nil)
        // Folders above the data folder: the XDG rules make a user's own private; root's must be passable for the server's user.
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        if !parent.isEmpty { try Folder.make(parent, permissions: geteuid() == 0 ? 0o755 : 0o700) }
        try await requireReach(parent.isEmpty ? "/" : parent, path, account)
        try Folder.make(path, permissions: 0o700)
        let resolved = Folder.resolved(path) ?? path
        try Folder.makePrivate(resolved, account: account)
        return DataFolder(layout: ClusterLayout(dataFolder: resolved), account: account)
    }

    /// Major version of the server folder's files; nil when there is no server folder yet.
    var madeByMajor: Int? {
        SmallFile.read(layout.versionFile).flatMap { text in Int(text.prefix { $0.isASCII && $0.isNumber }) }
    }

    var isPinned: Bool { SmallFile.exists(layout.pinFile) }

    func setPinned(_ pinned: Bool) throws(ClusterError) {
        if pinned {
            try SmallFile.write("Kept running by mainstay database start.\n", to: layout.pinFile, account: account)
        } else if unlink(layout.pinFile) != 0, errno != ENOENT {
            throw .lastSystemCall("remove", layout.pinFile)
        }
    }

    /// Makes the folder of the server's socket and returns its path.
    func prepareSocketFolder() throws(ClusterError) -> String {
        let path = layout.socketFolder
        try Folder.make(path, permissions: 0o700)
        if layout.socketFolderIsOutside {
            // Anybody may make folders in /tmp: only one of our own user (or root, who made it just now) will do.
            guard let facts = try Folder.facts(path, followingLink: false), facts.isFolder,
                facts.owner == account.userID || facts.owner == geteuid()
            else { throw .socketFolderTaken(path) }
        }
        try Folder.makePrivate(path, account: account)
        return path
    }

    /// Takes the short folder in `/tmp` away again; the one inside the data folder stays.
    func removeOutsideSocketFolder() {
        if layout.socketFolderIsOutside { rmdir(layout.socketFolder) }
    }

    /// Makes sure, when somebody else will run the server, that he can come to the data folder.
    func requireReachByServer() async throws {
        try await Self.requireReach(layout.dataFolder, layout.dataFolder, account)
    }

    private static func requireReach(_ folder: String, _ dataFolder: String, _ account: ServerAccount) async throws {
        guard account.isSomebodyElse, try await !canEnter(folder, account) else { return }
        var ancestor = ""
        for name in folder.split(separator: "/") {
            ancestor += "/" + name
            if try await !canEnter(ancestor, account) { break }
        }
        throw ClusterError.unreachableFolder(dataFolder, ancestor: ancestor, user: account.name)
    }

    /// Asks the system itself, as that user: permissions are only a part of the answer (access lists, containers).
    private static func canEnter(_ folder: String, _ account: ServerAccount) async throws -> Bool {
        try await ServerCommand.run("/bin/sh", ["-c", "cd \"$1\"", "sh", folder], as: account).succeeded
    }
}
