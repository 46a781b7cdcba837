import App
import ArgumentParser
import Domain
import Foundation
import Logging

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Makes a sample company in a database of its own, and shows it.",
        discussion: """
            The company has 2,000 customers and is 12 months old. Called again it shows the one that is there.
            The pages need no password, and only this machine can reach them. Ctrl-C ends the demo.

            Examples:
              mainstay demo
              mainstay demo --port 9000
              mainstay demo --no-serve --data-dir ./demo
            """)

    @Option(
        help: ArgumentHelp("The port of the pages; 0 takes any free one. (default: 8080, or the next that is free)", valueName: "number"))
    var port: String?

    @Flag(name: .customLong("no-serve"), help: "Print the figures and end, without serving the pages.")
    var isPrintedOnly = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let clock = SystemClock()
        let configuration = try global.configuration([.port: port].compactMapValues { $0 }).forDemo()
        let settings = try configuration.demoSettings()
        let isPrintedOnly = isPrintedOnly
        try await global.withDatabase(configuration: configuration) { database, progress in
            let result = try await DemoCompany(database: database, clock: clock, progress: progress).run()
            let terminal = Terminal.standardOutput(environment: ProcessInfo.processInfo.environment)
            let made = result.made.map { $0.sentence + "\n" } ?? ""
            Self.print(made + result.metrics.text(.table, on: terminal) + configuration.invitation(example: result.example))
            guard !isPrintedOnly else { return }
            // What happens on its own is of no interest here, unless it was asked for.
            let logger = Logger.mainstay(configuration.sources.value(.logLevel) == nil ? .warning : configuration.logLevel)
            for doubt in try configuration.alertSettingDoubts() { logger.warning("\(doubt.seen); \(doubt.remedy)") }
            let server = Server(database: database, settings: settings, audience: .demo, clock: clock, logger: logger) { address in
                Self.print(
                    """

                    Open \(address.url)
                    It asks for no password, and only this machine can reach it. Ctrl-C ends the demo.

                    """)
            }
            try await server.run()
        }
    }

    private static func print(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}

extension AppConfiguration {
    /// How to go on with the demo's database.
    fileprivate func invitation(example: String?) -> String {
        let option =
            switch database {
            case .address: ""
            case .privateCluster(let folder): " --data-dir \(folder)"
            }
        return """

            This is a sample company. Look further:
              mainstay customers --status critical --sort arr\(option)
              mainstay explain \(example ?? "ID")\(option)
              mainstay metrics retention --definition bounded\(option)

            """
    }
}
