internal import CLibPQ

/// Where a database is and how sessions on it are set up.
///
/// Every session has `TimeZone = UTC`, `client_encoding = UTF8`, ISO dates, an empty `search_path` (names in statements
/// carry their schema) and no `statement_timeout`, unless ``runtimeParameters`` say otherwise. These are set by SQL
/// after connecting, since poolers refuse settings in the startup packet. A pooler must give each session a server
/// process of its own ("session mode"): one that changes processes between transactions loses these settings, advisory
/// locks and LISTEN.
public struct ConnectionConfiguration: Sendable {
    /// What `pg_stat_activity` shows; an `application_name` in the address goes first.
    public var applicationName: String? = nil

    /// Settings for each session, by name: `["statement_timeout": "5s"]`.
    public var runtimeParameters: [String: String] = [:]

    /// How many statements a session keeps prepared on the server; 0 prepares none.
    public var preparedStatementLimit: Int = 128

    /// Receives the server's notices and warnings on the connection's own thread; must return quickly.
    public var noticeHandler: (@Sendable (Notice) -> Void)? = nil

    /// The address as libpq's keywords and values.
    let parameters: [String: String]

    /// - Parameter url: `postgresql://…` or libpq's `key=value` form. What it leaves out comes from libpq's own
    ///   environment variables and password file.
    /// - Throws: ``PostgresError/configuration(_:)``, whose text never contains the password.
    public init(url: String) throws(PostgresError) {
        var problem: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &problem) else {
            let text = problem.map { String(cString: $0) } ?? "out of memory"
            PQfreemem(problem)
            throw .configuration(Self.masked(text))
        }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                parameters[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        self.parameters = parameters
    }

    /// The address's value for one of libpq's keywords, such as `dbname`; `nil` when libpq's defaults decide.
    /// The password is not given out.
    public subscript(_ keyword: String) -> String? {
        Self.secrets.contains(keyword) ? nil : parameters[keyword]
    }

    /// The same server and user, another database.
    public func with(database name: String) -> ConnectionConfiguration {
        var parameters = parameters
        parameters["dbname"] = name
        return ConnectionConfiguration(self, parameters: parameters)
    }

    private init(_ other: ConnectionConfiguration, parameters: [String: String]) {
        applicationName = other.applicationName
        runtimeParameters = other.runtimeParameters
        preparedStatementLimit = other.preparedStatementLimit
        noticeHandler = other.noticeHandler
        self.parameters = parameters
    }

    private static let secrets: Set<String> = ["password", "sslpassword"]

    /// What libpq complains about is quoted, and may be a piece of a password: only option names are shown.
    private static func masked(_ message: String) -> String {
        var masked = ""
        var isQuoted = false
        for part in message.split(separator: "\"", omittingEmptySubsequences: false) {
            if isQuoted {
                let namesOption = masked.hasSuffix("option ") || masked.hasSuffix("parameter: ")
                masked += "\"" + (namesOption || part == "=" ? String(part) : "****") + "\""
            } else {
                masked += part
            }
            isQuoted.toggle()
        }
        return masked.trimmingTrailingWhitespace()
    }
}

extension ConnectionConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address in libpq's `key=value` form, with `****` for the password.
    public var description: String {
        parameters.sorted { $0.key < $1.key }
            .map { key, value in "\(key)=\(Self.secrets.contains(key) ? "****" : value)" }
            .joined(separator: " ")
    }

    public var debugDescription: String { description }

    /// Keeps `dump` from showing the password.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

extension String {
    /// libpq ends its messages with a line break.
    func trimmingTrailingWhitespace() -> String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
