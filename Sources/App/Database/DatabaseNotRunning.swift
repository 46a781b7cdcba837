/// The private database does not run, and the command does not start it.
public struct DatabaseNotRunning: UserFacingError, Hashable {
    public let dataDirectory: String

    public init(dataDirectory: String) { self.dataDirectory = dataDirectory }

    public var exitStatus: ExitStatus { .unavailable }

    public var description: String {
        "the database in \(dataDirectory) does not run: `mainstay database start` keeps it running, `mainstay database psql` opens it"
    }
}
