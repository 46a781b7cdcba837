/// An installed PostgreSQL server: the folder of its programs and its major version.
struct ServerInstallation: Sendable, Equatable {
    let folder: String
    let major: Int

    static let oldestMajor = 15

    var initdb: String { folder + "/initdb" }
    var pgCtl: String { folder + "/pg_ctl" }
    var postgres: String { folder + "/postgres" }

    /// The major version in the answer of `postgres --version`, such as `postgres (PostgreSQL) 15.4 (Debian 15.4-1)`.
    static func major(inAnswer text: String) -> Int? {
        guard let tail = text.firstRange(of: "PostgreSQL) ")?.upperBound else { return nil }
        return Int(text[tail...].prefix { $0.isASCII && $0.isNumber })
    }

    /// The installation to use: for an existing folder only its own version will do, for a new one the first that is new enough.
    static func choose(
        from found: [ServerInstallation], dataFolder: String, folderMajor: Int?
    ) throws(ClusterError) -> ServerInstallation {
        let usable = found.filter { $0.major >= oldestMajor }
        guard let first = usable.first else {
            throw .noServerPrograms(tooOld: found.map { "PostgreSQL \($0.major) in \($0.folder)" })
        }
        guard let folderMajor else { return first }
        guard let own = usable.first(where: { $0.major == folderMajor }) else {
            var majors: [Int] = []
            for major in usable.map(\.major) where !majors.contains(major) { majors.append(major) }
            throw .otherMajorVersion(folder: dataFolder, made: folderMajor, installed: majors)
        }
        return own
    }
}
