public import Logging
import Postgres

/// How the program was told to run.
public struct AppConfiguration: Sendable {
    /// Where the database is.
    public enum DatabasePlace: Sendable {
        /// The user's own.
        case address(String)
        /// A private cluster, run by the program, below this folder.
        case privateCluster(dataDirectory: String)
    }

    public let database: DatabasePlace
    public let logLevel: Logger.Level
    /// For what single commands can be told, such as the port to listen on.
    public let sources: ConfigurationSources

    init(database: DatabasePlace, logLevel: Logger.Level, sources: ConfigurationSources) {
        (self.database, self.logLevel, self.sources) = (database, logLevel, sources)
    }

    /// - Throws: ``ConfigurationError``; ``ClusterError/noDefaultFolder`` when neither a database, a data folder nor a home is known.
    public init(_ sources: ConfigurationSources) throws {
        self.sources = sources
        logLevel =
            try sources.value(.logLevel, fix: "The levels are \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")).") { text in
                Logger.Level(rawValue: text.lowercased())
            } ?? .info
        let place = sources.closer(.databaseURL, .dataDirectory)
        database =
            switch place?.key {
            case .databaseURL: .address(try Self.checkedAddress(place))
            case .dataDirectory: .privateCluster(dataDirectory: Self.withHome(place?.text ?? "", sources.environment))
            default: .privateCluster(dataDirectory: try PrivateCluster.defaultDataDirectory(environment: sources.environment))
            }
    }

    private static func checkedAddress(_ value: ConfigurationValue?) throws -> String {
        guard let value else { return "" }
        do throws(PostgresError) {
            _ = try ConnectionConfiguration(url: value.text)
            return value.text
        } catch {
            throw ConfigurationError.badValue(
                value, problem: "\(error)", fix: "Write it like postgresql://user:password@host:5432/database, or host=… dbname=….")
        }
    }

    /// A file has no shell that would put the home folder in the place of `~`.
    private static func withHome(_ path: String, _ environment: [String: String]) -> String {
        guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
        return home + path.dropFirst(1)
    }
}
