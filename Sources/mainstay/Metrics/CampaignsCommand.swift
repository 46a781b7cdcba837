import App
import ArgumentParser
import CustomerMetrics
import Domain
import Postgres

struct CampaignsCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaigns",
        abstract: "Do campaigns work? Messages of the last 90 days by type.",
        discussion: """
            Examples:
              mainstay metrics campaigns
              mainstay metrics campaigns --as-of 2025-07-01
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> CampaignEffectiveness {
        try await CampaignEffectiveness.fetch(asOf: moment.asOf ?? now, on: connection)
    }
}
