#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Makes the server folder of a new cluster.
///
/// All work happens in a folder of another name, which gets its own at the very end. So whatever interrupts the creation,
/// there is either a whole server folder or none, and the next try begins anew.
struct ClusterCreation: Sendable {
    let folder: DataFolder
    let installation: ServerInstallation
    /// Whether the new files must be safe on the disk before they are used; tests do without.
    let syncs: Bool

    private var unfinished: String { folder.layout.unfinishedFolder }

    func run() async throws {
        try await discardUnfinished()
        do {
            try await initialize()
            try writeAccessRules()
            try includeSettings()
            try await createDatabase()
            if syncs {
                try await succeed(ServerCommand.run(installation.initdb, ["--sync-only", "-D", unfinished], as: folder.account))
            }
        } catch {
            // Off the current task: a cancelled one could not run the removal either.
            let cleaning = Task { try? await discardUnfinished() }
            await cleaning.value
            throw error
        }
        guard rename(unfinished, folder.layout.serverFolder) == 0 else {
            throw ClusterError.lastSystemCall("rename", unfinished)
        }
        if syncs { Folder.sync(folder.layout.dataFolder) }
    }

    private func initialize() async throws {
        try await succeed(
            ServerCommand.run(
                installation.initdb,
                [
                    "-D", unfinished, "--username=\(ClusterRole.owner)", "--encoding=UTF8",
                    // Order by bytes is the fastest and the same everywhere; letters are those of Unicode.
                    "--locale=C", "--lc-ctype=\(Self.characterLocale)",
                    "--data-checksums", "--auth-local=peer", "--auth-host=reject", "--no-instructions", "--no-sync",
                ],
                as: folder.account))
    }

    /// Only the owner and root come in, by the identity that the kernel vouches for.
    private func writeAccessRules() throws {
        try SmallFile.write(
            """
            # Made by Mainstay. The socket lies in a folder that only its owner and root can enter;
            # pg_ident.conf says who of them is which role. No rule for TCP: nobody connects that way.
            local all all peer map=mainstay

            """, to: unfinished + "/pg_hba.conf", account: folder.account)
        let users = folder.account.name == "root" ? ["root"] : [folder.account.name, "root"]
        try SmallFile.write(
            "# map  user of the machine  role\n"
                + users.map { "mainstay \"\($0)\" \(ClusterRole.owner)\n" }.joined(),
            to: unfinished + "/pg_ident.conf", account: folder.account)
    }

    private func includeSettings() throws {
        let path = unfinished + "/postgresql.conf"
        guard let text = SmallFile.read(path) else { throw ClusterError.lastSystemCall("read", path) }
        try SmallFile.write(
            text + """

                include_if_exists '\(ClusterLayout.settingsFileName)'
                # The file above is written by Mainstay at each start. Settings below this line win over it.

                """, to: path, account: folder.account)
    }

    /// In single-user mode, so that the database is there before the first start and belongs to the same all or nothing.
    private func createDatabase() async throws {
        try await succeed(
            ServerCommand.run(
                installation.postgres,
                ["--single", "-D", unfinished, "-c", "exit_on_error=on", "-c", "fsync=off", "template1"],
                as: folder.account, input: "CREATE DATABASE \(ClusterRole.database)\n"))
    }

    private func discardUnfinished() async throws {
        guard SmallFile.exists(unfinished) else { return }
        try await succeed(ServerCommand.run("/bin/rm", ["-rf", unfinished], as: folder.account))
    }

    private func succeed(_ answer: ServerCommand.Answer) throws {
        guard answer.succeeded else { throw ClusterError.creationFailed(output: answer.text) }
    }

    /// A locale that knows the letters of Unicode, as far as this system has one.
    private static var characterLocale: String {
        ["C.UTF-8", "en_US.UTF-8"].first { name in
            guard let locale = newlocale(Int32(LC_CTYPE_MASK), name, nil) else { return false }
            freelocale(locale)
            return true
        } ?? "C"
    }
}

/// Names inside a private cluster.
enum ClusterRole {
    /// The role that owns everything.
    static let owner = "mainstay"
    /// The database that `mainstay` uses unless told otherwise.
    static let database = "mainstay"
}
