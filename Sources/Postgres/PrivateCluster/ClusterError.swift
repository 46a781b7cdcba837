#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a private cluster cannot be used. Every case knows its stable ``code``, what is wrong and what to do about it.
public enum ClusterError: Error, Sendable, Equatable {
    /// No PostgreSQL of a version that serves; `tooOld` lists what was found but is older than 15.
    case noServerPrograms(tooOld: [String])
    /// The data folder was made by another major version than those installed.
    case otherMajorVersion(folder: String, made: Int, installed: [Int])
    /// The folder has contents, but not ours.
    case foreignFolder(String, isPostgres: Bool)
    /// The path exists and is not a folder.
    case notAFolder(String)
    /// The folder belongs to another user of the machine.
    case otherOwner(folder: String, owner: String, user: String)
    /// The user who must run the server cannot enter `ancestor`, on the way to the data folder.
    case unreachableFolder(String, ancestor: String, user: String)
    /// Started by root, and the unprivileged user that should run the server does not exist.
    case noServerUser(String)
    /// Started by root, and the system has no program that starts others as another user.
    case cannotChangeUser(String)
    /// The current user id has no name, which peer authentication needs.
    case namelessUser(UInt32)
    /// No home and no data folder known.
    case noDefaultFolder
    /// The folder for the socket exists and cannot be trusted.
    case socketFolderTaken(String)
    /// A call to the operating system failed.
    case system(operation: String, path: String, errno: Int32)
    /// `initdb` or the first database failed.
    case creationFailed(output: String)
    /// The server did not start; `reason` is what it wrote to its log.
    case startFailed(log: String, reason: String)
    /// The server is up but not ready after so many seconds; it is most likely recovering from a crash.
    case notReady(seconds: Int, log: String)
    /// The server did not stop within so many seconds.
    case notStopped(seconds: Int, log: String)
    /// Another program holds the lock for starting and stopping for so many seconds.
    case locked(path: String, seconds: Int)
}

extension ClusterError {
    /// A stable name of the case for documentation and machines.
    public var code: String {
        switch self {
        case .noServerPrograms: "cluster-no-programs"
        case .otherMajorVersion: "cluster-other-version"
        case .foreignFolder: "cluster-foreign-folder"
        case .notAFolder: "cluster-not-a-folder"
        case .otherOwner: "cluster-other-owner"
        case .unreachableFolder: "cluster-unreachable-folder"
        case .noServerUser: "cluster-no-server-user"
        case .cannotChangeUser: "cluster-cannot-change-user"
        case .namelessUser: "cluster-nameless-user"
        case .noDefaultFolder: "cluster-no-default-folder"
        case .socketFolderTaken: "cluster-socket-folder-taken"
        case .system: "cluster-system-call"
        case .creationFailed: "cluster-creation-failed"
        case .startFailed: "cluster-start-failed"
        case .notReady: "cluster-not-ready"
        case .notStopped: "cluster-not-stopped"
        case .locked: "cluster-locked"
        }
    }

    /// What is wrong, with the offending value.
    public var problem: String {
        switch self {
        case .noServerPrograms(let tooOld):
            tooOld.isEmpty
                ? "No PostgreSQL server is installed (initdb, pg_ctl and postgres were looked for)."
                : "PostgreSQL 15 or later is needed; found only \(tooOld.joined(separator: ", "))."
        case .otherMajorVersion(let folder, let made, let installed):
            "The data folder \(folder) was made by PostgreSQL \(made); installed is "
                + installed.map(String.init).joined(separator: ", ") + ", which cannot open it."
        case .foreignFolder(let path, let isPostgres):
            isPostgres
                ? "\(path) holds a PostgreSQL that Mainstay did not make."
                : "\(path) is not empty and was not made by Mainstay."
        case .notAFolder(let path): "\(path) is not a folder."
        case .otherOwner(let folder, let owner, let user):
            "The folder \(folder) belongs to user \(owner), and this program runs as \(user)."
        case .unreachableFolder(let path, let ancestor, let user):
            "The server runs as user \(user), who cannot enter \(ancestor) on the way to \(path)."
        case .noServerUser(let name):
            "PostgreSQL refuses to run as root, and there is no user \(name) to run it as."
        case .cannotChangeUser(let name):
            "PostgreSQL refuses to run as root, and neither setpriv nor runuser is there to run it as user \(name)."
        case .namelessUser(let id): "User id \(id) has no name on this machine, and PostgreSQL needs one."
        case .noDefaultFolder: "There is no home folder to keep the data in."
        case .socketFolderTaken(let path):
            "The folder \(path) for the server's socket exists and belongs to somebody else."
        case .system(let operation, let path, let code):
            "Cannot \(operation) \(path): \(String(cString: strerror(code)))."
        case .creationFailed(let output): "Creating the database failed: \(output)"
        case .startFailed(_, let reason): "The database server did not start: \(reason)"
        case .notReady(let seconds, _): "The database server is up but not ready after \(seconds) s."
        case .notStopped(let seconds, _): "The database server did not stop within \(seconds) s."
        case .locked(let path, let seconds):
            "Another program has been starting or stopping the database for \(seconds) s (it holds \(path))."
        }
    }

    /// What the user can do about it.
    public var fix: String {
        switch self {
        case .noServerPrograms:
            "Install it (Debian, Ubuntu: apt install postgresql; Fedora: dnf install postgresql-server; macOS: brew install"
                + " postgresql@17), or name your own database with --database-url."
        case .otherMajorVersion(_, let made, _):
            "Install PostgreSQL \(made) beside the others, or move the folder with pg_upgrade, or choose another --data-dir."
        case .foreignFolder(_, let isPostgres):
            isPostgres
                ? "Connect to that server with --database-url, or choose an empty or new folder with --data-dir."
                : "Choose an empty or new folder with --data-dir."
        case .notAFolder: "Choose a folder with --data-dir."
        case .otherOwner(_, let owner, _):
            "Run the program as \(owner == "root" ? owner : "\(owner) or root"), or choose another --data-dir."
        case .unreachableFolder(_, let ancestor, let user):
            "Choose a --data-dir that \(user) can reach, such as /var/lib/mainstay, or allow it: chmod o+x '\(ancestor)'."
        case .noServerUser(let name):
            "Create it (useradd --system \(name)), or run Mainstay as an ordinary user, or use --database-url."
        case .cannotChangeUser: "Install util-linux, or run Mainstay as an ordinary user, or use --database-url."
        case .namelessUser(let id):
            "Give user id \(id) an entry in /etc/passwd, or run as another user, or use --database-url."
        case .noDefaultFolder: "Set HOME or name the folder with --data-dir."
        case .socketFolderTaken(let path): "Remove \(path), or choose a --data-dir with a path of less than 80 bytes."
        case .system(_, _, let code):
            switch code {
            case ENOSPC, EDQUOT: "Make room on the disk and try again."
            case EACCES, EPERM, EROFS: "Run as a user who may write there, or choose another --data-dir."
            default: "Check the path, or choose another --data-dir."
            }
        case .creationFailed: "Nothing was kept of it: mend the cause and run the command again."
        case .startFailed(let log, _): "The whole story is in \(log)."
        case .notReady(_, let log):
            "It is most likely recovering from a crash: follow \(log) and run the command again when it is ready."
        case .notStopped(_, let log): "It may be writing a large checkpoint: follow \(log)."
        case .locked: "Wait for it, or end that program."
        }
    }
}

extension ClusterError: CustomStringConvertible {
    public var description: String { "\(problem) \(fix)" }
}

extension ClusterError {
    /// The error of the system call that just failed; read it before anything else sets `errno`.
    static func lastSystemCall(_ operation: String, _ path: String) -> ClusterError {
        .system(operation: operation, path: path, errno: errno)
    }
}
