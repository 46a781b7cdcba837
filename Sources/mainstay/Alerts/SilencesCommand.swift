import Alerting
import App
import ArgumentParser
import Domain
import Postgres

struct SilencesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silences",
        abstract: "Keeps alerts from being told, until a moment.",
        discussion: """
            What is silenced stays open, and is told when the silence ends if it still holds.

            Examples:
              mainstay silences add --customer acme --until 2026-12-01 --why "planned pause"
              mainstay silences list
              mainstay silences end 3
            """,
        subcommands: [ListSilencesCommand.self, AddSilenceCommand.self, EndSilenceCommand.self],
        defaultSubcommand: ListSilencesCommand.self)
}

struct ListSilencesCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the silences that hold.",
        discussion: """
            Examples:
              mainstay silences list --all
            """)

    @Flag(help: "Those that are over as well, the newest first.")
    var all = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by _: String, now: Moment) async throws -> AlertSilencesReport {
        let silences = Silences(pool: pool)
        return AlertSilencesReport(all ? try await silences.newest() : try await silences.holding(at: now), asOf: now)
    }
}

struct AddSilenceCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Keeps alerts quiet: of a rule, a segment, a customer, or what is given together.",
        discussion: """
            Examples:
              mainstay silences add --rule system_degraded --until 2026-12-01T06:00:00Z --why "maintenance"
              mainstay silences add --customer acme --until 2026-12-01 --why "planned pause"
            """)

    @OptionGroup var silence: SilenceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertSilencesReport {
        try await silence.add(pool, by: actor, now: now)
    }
}

/// The same under the name by which those look for it who have an alert before them.
struct SilenceAlertsCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence",
        abstract: "Keeps alerts quiet until a moment, as `mainstay silences add` does.",
        discussion: """
            Of a rule, a segment, a customer, or what is given together. `mainstay silences list` shows what is kept quiet, `end` ends it.

            Examples:
              mainstay alerts silence --customer acme --until 2026-12-01 --why "planned pause"
            """)

    @OptionGroup var silence: SilenceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertSilencesReport {
        try await silence.add(pool, by: actor, now: now)
    }
}

struct EndSilenceCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: "Ends a silence before its time.",
        discussion: """
            Examples:
              mainstay silences end 3
            """)

    @Argument(help: "The silence's number.")
    var id: Int64

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertSilencesReport {
        AlertSilencesReport([try await Silences(pool: pool).end(id, by: actor, now: now)], asOf: now)
    }
}
