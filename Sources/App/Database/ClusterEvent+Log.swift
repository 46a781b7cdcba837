public import Logging
public import Postgres

extension ClusterEvent {
    /// Only what takes long is worth a line to everybody.
    public func log(to logger: Logger) {
        switch self {
        case .creating(let folder, let major): logger.notice("creating a database in \(folder) with PostgreSQL \(major)")
        case .recovering(let folder): logger.notice("the database in \(folder) was not stopped in good order and recovers")
        case .starting(let folder): logger.debug("starting the database in \(folder)")
        case .stopping(let folder): logger.debug("stopping the database in \(folder)")
        }
    }
}
