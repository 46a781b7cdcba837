import App
import ArgumentParser
import CustomerMetrics
import Domain
import Foundation
import Intake
import Postgres

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Makes a sample company in a database of its own, and shows it.",
        discussion: """
            The company has 2,000 customers and is 12 months old. Called again it shows the one that is there.

            Examples:
              mainstay demo
              mainstay demo --data-dir ./demo
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let clock = SystemClock()
        let configuration = try global.configuration().forDemo()
        let answer = try await global.withDatabase(configuration: configuration) { database, progress in
            let rows = try await database.pool.query("SELECT EXISTS (SELECT FROM mainstay.users) AS filled")
            var made: SampleReport?
            if try rows.first?.decode("filled") == false {
                let company = try SampleCompany(
                    customers: SampleCompany.demoCustomers, months: SampleCompany.demoMonths, seed: SampleCompany.defaultSeed,
                    asOf: clock.now)
                made = try await SampleLoading(company: company, database: database, clock: clock, progress: progress).run()
            }
            let now = clock.now
            let metrics = try await database.pool.transaction(.snapshot) { connection in
                (
                    metrics: try await MetricsReport.fetch(asOf: now, on: connection),
                    example: try await CustomerList.fetch(asOf: now, status: .critical, segment: nil, order: .arr, limit: 1, on: connection)
                        .entries.first?.customer.id.shown
                )
            }
            return (made: made, metrics: metrics.metrics, example: metrics.example)
        }
        let terminal = Terminal.standardOutput(environment: ProcessInfo.processInfo.environment)
        let made = answer.made.map { $0.sentence + "\n" } ?? ""
        let text = made + answer.metrics.text(.table, on: terminal) + configuration.invitation(example: answer.example)
        FileHandle.standardOutput.write(Data(text.utf8))
    }
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
