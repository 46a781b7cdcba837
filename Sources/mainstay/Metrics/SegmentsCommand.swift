import App
import ArgumentParser
import CustomerMetrics
import Domain
import Postgres

struct SegmentsCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "segments",
        abstract: "Which segments need attention?",
        discussion: """
            Examples:
              mainstay metrics segments
              mainstay metrics segments --format csv
            """)

    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> SegmentHealth {
        try await SegmentHealth.fetch(asOf: moment.asOf ?? now, on: connection)
    }
}
