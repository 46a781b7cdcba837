import App
import ArgumentParser
import Domain
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Keeps scores fresh until it is stopped.",
        discussion: """
            Several servers may run on one database: one keeps the scores, the others take over when it dies.
            GET /healthz answers while the process lives, GET /readyz while it can work.

            Examples:
              mainstay serve
              mainstay serve --port 9000 --database-url postgresql://mainstay@db.example/company
            """)

    @Option(help: ArgumentHelp("The address to listen on. (default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The port to listen on; 0 takes any free one. (default: 8080)", valueName: "number"))
    var port: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let configuration = try global.configuration([.host: host, .port: port].compactMapValues { $0 })
        let logger = Logger.mainstay(configuration.logLevel)
        let address = try configuration.listenAddress()
        try await Database.with(configuration, logger: logger) { database in
            try await Server(database: database, host: address.host, port: address.port, clock: SystemClock(), logger: logger).run()
        }
    }
}
