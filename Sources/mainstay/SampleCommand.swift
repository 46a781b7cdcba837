import App
import ArgumentParser
import Domain
import Foundation
import Intake
import Postgres

struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Fills an empty database with a company that never was.",
        discussion: """
            The same customers, months, seed and end give the same company.

            Examples:
              mainstay sample --customers 500 --months 6 --data-dir ./try
              mainstay sample --customers 1000000 --months 12 --events-per-customer 10 --seed 7
            """)

    @Option(help: "How many customers ever signed up.") var customers = SampleCompany.demoCustomers
    @Option(help: "How old the company is.") var months = SampleCompany.demoMonths
    @Option(help: "Another number, another company.") var seed = SampleCompany.defaultSeed
    @Option(help: "Usage events per customer on average.") var eventsPerCustomer = SampleCompany.defaultEventsPerCustomer
    @Option(
        help: ArgumentHelp("The company's last moment. (default: now)", valueName: "time"), transform: Moment.init(argument:))
    var asOf: Moment?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let clock = SystemClock()
        let company = try SampleCompany(
            customers: customers, months: months, seed: seed, eventsPerCustomer: eventsPerCustomer, asOf: asOf ?? clock.now)
        let report = try await global.withDatabase { database, progress in
            try await SampleLoading(company: company, database: database, clock: clock, progress: progress).run()
        }
        FileHandle.standardOutput.write(Data(report.sentence.utf8))
    }
}
