import Access
import App
import ArgumentParser
import Domain
import Gates
import Postgres

struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Shows and sets what 1-month retention is compared with.",
        discussion: """
            Without one that was set, it is the 1-month rate of the first cohort that could be observed. What is set holds from now on, and is kept
            with who set it and why; earlier moments keep what held then.

            Examples:
              mainstay baseline show
              mainstay baseline set --rate 82.5 --why "measured before the programme began"
              mainstay baseline reset --why "the cohorts reach back far enough now"
            """,
        subcommands: [ShowBaselineCommand.self, SetBaselineCommand.self, ResetBaselineCommand.self],
        defaultSubcommand: ShowBaselineCommand.self)
}

struct ShowBaselineCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows the baseline, where it comes from, and who set which before.",
        discussion: """
            Examples:
              mainstay baseline show
              mainstay baseline show --as-of 2025-07-01 --format json
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> Baseline {
        try await Baseline.fetch(asOf: moment.asOf ?? now, on: connection)
    }
}

struct SetBaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Sets the baseline, from now on.",
        discussion: """
            Examples:
              mainstay baseline set --rate 82.5 --why "measured before the programme began"
            """)

    @Option(help: ArgumentHelp("The 1-month retention in percent, more than 0 and at most 100.", valueName: "percent"))
    var rate: String

    @Option(help: ArgumentHelp("The reason, which is kept with it.", valueName: "reason"))
    var why: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        // Before the database, which need not be started for it.
        let (rate, why) = (try BaselineRate(rate), why)
        let baseline = try await global.withDatabase { database, _ in
            try await BaselineDesk(pool: database.pool).set(
                rate, why: why, by: .machineUser(MachineUser.name), now: SystemClock().now)
        }
        output.write(baseline)
    }
}

struct ResetBaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Gives the automatic baseline back, from now on.",
        discussion: """
            Where the automatic one holds already, nothing is written.

            Examples:
              mainstay baseline reset --why "the cohorts reach back far enough now"
            """)

    @Option(help: ArgumentHelp("The reason, which is kept with it.", valueName: "reason"))
    var why: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let why = why
        let baseline = try await global.withDatabase { database, _ in
            try await BaselineDesk(pool: database.pool).reset(why: why, by: .machineUser(MachineUser.name), now: SystemClock().now).baseline
        }
        output.write(baseline)
    }
}
