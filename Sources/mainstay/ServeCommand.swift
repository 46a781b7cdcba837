import App
import ArgumentParser
import Domain
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the dashboards, and keeps scores and snapshots fresh, until it is stopped.",
        discussion: """
            People sign in with a name and a password (mainstay user add), programs with a token (mainstay token create).
            Several servers may run on one database: one keeps the scores, the others take over when it dies.
            GET /healthz answers while the process lives, GET /readyz while it can work.

            Examples:
              mainstay serve
              mainstay serve --port 9000 --database-url postgresql://mainstay@db.example/company
              mainstay serve --host 0.0.0.0 --behind-tls-proxy
            """)

    @Option(help: ArgumentHelp("The address to listen on. (default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The port to listen on; 0 takes any free one. (default: 8080)", valueName: "number"))
    var port: String?

    @Flag(help: "A proxy in front ends TLS: cookies are bound to it, and visitors' addresses are taken from X-Forwarded-For.")
    var behindTlsProxy = false

    @Flag(help: "Listen where other machines can reach it even before there are users, or without TLS.")
    var allowInsecureBinding = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        var options = [ConfigurationKey.host: host, .port: port].compactMapValues { $0 }
        if behindTlsProxy { options[.behindTLSProxy] = "true" }
        if allowInsecureBinding { options[.allowInsecureBinding] = "true" }
        let configuration = try global.configuration(options)
        let settings = try configuration.serverSettings()
        let logger = Logger.mainstay(configuration.logLevel)
        for doubt in try configuration.alertSettingDoubts() { logger.warning("\(doubt.seen); \(doubt.remedy)") }
        try await Interruption.cancelling {
            try await Database.with(configuration, logger: logger) { database in
                let server = Server(database: database, settings: settings, clock: SystemClock(), logger: logger) { address in
                    logger.notice("listening on \(address.url)")
                }
                try await server.run()
            }
        }
    }
}
