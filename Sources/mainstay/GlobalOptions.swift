import App
import ArgumentParser
import Foundation
import Logging

/// What every command can be told. Arguments come before `MAINSTAY_*` variables, these before the file, this before defaults.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A database of your own (postgresql://…), instead of the private one.", valueName: "url"))
    var databaseUrl: String?

    @Option(help: ArgumentHelp("Where the private database is.", valueName: "folder"))
    var dataDir: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("A file of settings in JSON, with the names of these options as keys.", valueName: "file"))
    var config: String?

    /// - Parameter more: what a command's own options say for keys that can be configured elsewhere as well.
    /// - Throws: ``ConfigurationError``.
    func configuration(_ more: [ConfigurationKey: String] = [:]) throws -> AppConfiguration {
        var arguments = more
        arguments[.databaseURL] = databaseUrl
        arguments[.dataDirectory] = dataDir
        arguments[.logLevel] = logLevel
        return try AppConfiguration(
            ConfigurationSources(arguments: arguments, file: config, environment: ProcessInfo.processInfo.environment))
    }
}
