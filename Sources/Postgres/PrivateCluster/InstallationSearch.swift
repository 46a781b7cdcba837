#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Looks for installed PostgreSQL servers where the known packagings put them.
enum InstallationSearch {
    /// All servers found, best first: the one `pg_config` names, then the packagings' folders newest first, then `PATH`.
    static func run(searchPath: String = currentSearchPath) async -> [ServerInstallation] {
        let pathFolders = searchPath.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        var folders: [String] = []
        if let pgConfig = pathFolders.map({ $0 + "/pg_config" }).first(where: isExecutable),
            let answer = try? await ServerCommand.run(pgConfig, ["--bindir"]), answer.succeeded
        {
            folders.append(answer.text)
        }
        folders += packagedFolders()
        folders += pathFolders

        var seen: Set<String> = []
        var found: [ServerInstallation] = []
        for folder in folders where seen.insert(folder).inserted {
            if let installation = await installation(in: folder) { found.append(installation) }
        }
        return found
    }

    static var currentSearchPath: String {
        getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    }

    /// The server in a folder, or nil where one of its programs is missing or does not answer.
    static func installation(in folder: String) async -> ServerInstallation? {
        let programs = ["initdb", "pg_ctl", "postgres"].map { folder + "/" + $0 }
        guard programs.allSatisfy(isExecutable),
            let answer = try? await ServerCommand.run(folder + "/postgres", ["--version"]), answer.succeeded,
            let major = ServerInstallation.major(inAnswer: answer.text)
        else { return nil }
        return ServerInstallation(folder: folder, major: major)
    }

    /// Folders of the form parent/prefix‹number›/suffix, newest first within each packaging.
    private static func packagedFolders() -> [String] {
        let packagings: [(parent: String, prefix: String, suffix: String)] = [
            ("/usr/lib/postgresql", "", "/bin"),  // Debian, Ubuntu
            ("/usr", "pgsql-", "/bin"),  // Red Hat with PostgreSQL's own packages
            ("/usr/lib", "postgresql", "/bin"),  // SUSE
            ("/usr/libexec", "postgresql", ""),  // Alpine
            ("/opt/homebrew/opt", "postgresql@", "/bin"),
            ("/usr/local/opt", "postgresql@", "/bin"),
            ("/home/linuxbrew/.linuxbrew/opt", "postgresql@", "/bin"),
            ("/Applications/Postgres.app/Contents/Versions", "", "/bin"),
        ]
        return packagings.flatMap { packaging in
            ((try? Folder.names(in: packaging.parent)) ?? [])
                .filter { $0.hasPrefix(packaging.prefix) }
                .compactMap { name in Int(name.dropFirst(packaging.prefix.count)).map { (number: $0, name: name) } }
                .sorted { $0.number > $1.number }
                .map { "\(packaging.parent)/\($0.name)\(packaging.suffix)" }
        }
    }

    private static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }
}
