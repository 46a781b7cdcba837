public import CustomerMetrics
public import Postgres
public import Schema

// Which exit status each error has: every case of every type, so that a new one must be thought of.

extension ConfigurationError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .unreadableFile, .malformedFile, .unknownKey, .notAText, .unreadableSecret, .badValue: .badConfiguration
        }
    }
}

extension CustomerLookupError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .noCustomer, .severalCustomers: .badData
        }
    }
}

extension SchemaError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        // Without its files the program is not installed as it must be.
        case .filesMissing, .databaseIsNewer, .migrationChanged: .badConfiguration
        case .notPermitted: .notPermitted
        case .badFileName: .bug
        }
    }
}

extension ClusterError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .otherMajorVersion, .foreignFolder, .notAFolder, .noDefaultFolder: .badConfiguration
        case .otherOwner, .unreachableFolder, .cannotChangeUser, .socketFolderTaken: .notPermitted
        case .system(_, _, let code): SystemRefusal.isOfRights(code) ? .notPermitted : .unavailable
        case .noServerPrograms, .noServerUser, .namelessUser, .creationFailed, .startFailed, .notReady, .notStopped, .locked:
            .unavailable
        }
    }
}

extension PostgresError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .configuration: .badConfiguration
        case .connection(let failure): failure.sqlState.map(Self.exitStatus(ofConnecting:)) ?? .unavailable
        case .server(let error): Self.exitStatus(of: error.sqlState)
        case .transaction(let failure): ExitStatus(failure.cause)
        // A text that PostgreSQL cannot store came from outside.
        case .encoding: .badData
        case .decoding, .misuse, .closed: .bug
        }
    }

    public var remedy: String? {
        switch exitStatus {
        case .unavailable:
            "Check that the server is up and that --database-url (or MAINSTAY_DATABASE_URL) leads to it; `mainstay doctor` looks closer."
        case .notPermitted: "Give the role what it lacks: CREATE on the database is enough; `mainstay doctor` looks closer."
        case .badData, .badConfiguration, .bug, .done, .usage: nil
        }
    }

    /// The server refused the session: a wrong password (class 28) or no right is a matter of rights, all else of being there.
    private static func exitStatus(ofConnecting state: SQLState) -> ExitStatus {
        state.errorClass == "28" || state == .insufficientPrivilege ? .notPermitted : .unavailable
    }

    private static func exitStatus(of state: SQLState) -> ExitStatus {
        switch state.errorClass {
        // Lost sessions, short resources, limits, the operator, the system; locks that are not given.
        case "08", "53", "54", "57", "58", "55", "40": .unavailable
        // A role without the right, and a database that takes no writes.
        case "28": .notPermitted
        default: [.insufficientPrivilege, .readOnlyTransaction].contains(state) ? .notPermitted : .bug
        }
    }
}
