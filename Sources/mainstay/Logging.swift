import Foundation
import Logging

extension Logger {
    /// Writes to standard error, where it is in nobody's way.
    static func mainstay(_ level: Logger.Level) -> Logger {
        var logger = Logger(label: "mainstay") { label in StreamLogHandler.standardError(label: label) }
        logger.logLevel = level
        return logger
    }
}
