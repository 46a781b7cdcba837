import App
import ArgumentParser
import Foundation

@main
struct Mainstay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mainstay",
        abstract: "Watches the health of a company's customers on the company's own PostgreSQL.",
        discussion: """
            Without --database-url the data is in a private PostgreSQL below --data-dir.

            Examples:
              mainstay import facts
              mainstay metrics all --as-of 2025-07-01
              mainstay customers --status critical --sort arr
              mainstay explain acme --from 2025-06-01
            """,
        version: Version.current,
        groupedSubcommands: [
            CommandGroup(name: "Facts in", subcommands: [ImportCommand.self, SampleCommand.self, DemoCommand.self]),
            CommandGroup(
                name: "Questions",
                subcommands: [
                    MetricsCommand.self, DashboardCommand.self, CustomersCommand.self, CustomerCommand.self, ExplainCommand.self,
                    DigestCommand.self, GatesCommand.self, BaselineCommand.self, ReportCommand.self,
                ]),
            CommandGroup(
                name: "Alerts", subcommands: [AlertsCommand.self, SilencesCommand.self, RoutesCommand.self, DeliveriesCommand.self]),
            CommandGroup(name: "Keeping up", subcommands: [ServeCommand.self, RefreshCommand.self, BackfillCommand.self]),
            CommandGroup(name: "Access", subcommands: [UserCommand.self, TokenCommand.self]),
            CommandGroup(
                name: "Running it", subcommands: [ParametersCommand.self, DoctorCommand.self, CheckCommand.self, DatabaseCommand.self]),
        ])

    @OptionGroup var global: GlobalOptions

    static func main() async {
        // A reader that goes away, such as `head`, must not keep the program from putting its database away.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Failure.end(error)
        }
    }
}
