import App
import ArgumentParser
import Domain
import Postgres
import Rhythm

struct DigestCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Shows the weekly at-risk digest as it would be sent, for now or for any moment.",
        discussion: """
            Sends nothing: `mainstay serve` does, on the day and hour of weekly_digest_day and weekly_digest_hour (docs/rhythm.md).

            Examples:
              mainstay digest
              mainstay digest --as-of 2025-06-30 --format json
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> WeeklyDigest {
        try await WeeklyDigest.fetch(asOf: moment.asOf ?? now, on: connection)
    }
}
