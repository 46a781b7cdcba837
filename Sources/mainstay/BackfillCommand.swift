import App
import ArgumentParser
import Domain
import Foundation

struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Computes the daily figures of the past from the facts.",
        discussion: """
            For each day at 02:00 UTC: customers, average score and counts by status, for everybody and per segment. Days that have figures
            get new ones. Seldom needed: `mainstay serve` does it each night, and `mainstay refresh` at once, for the days that facts came for
            since they were kept.

            Examples:
              mainstay backfill
              mainstay backfill --from 2025-01-01 --to 2025-06-30
            """)

    @Option(
        help: ArgumentHelp("The first day. (default: that of the first customer)", valueName: "date"), transform: CivilDate.init(argument:))
    var from: CivilDate?

    @Option(
        help: ArgumentHelp("The last day. (default: the newest whose 02:00 has passed)", valueName: "date"),
        transform: CivilDate.init(argument:))
    var to: CivilDate?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let from, let to, to < from { throw ValidationError("--to \(to) is before --from \(from)") }
    }

    func run() async throws {
        let days = try await global.withDatabase { [from, to] database, progress in
            try await FollowUp(database: database, clock: SystemClock(), progress: progress)
                .rebuildFigures(from: from ?? CivilDate(daysSinceEpoch: 0), to: to)
        }
        let text =
            days.map { "daily figures of \($0.lowerBound) to \($0.upperBound) are computed" } ?? "there are no such days with customers"
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }
}

extension CivilDate {
    /// - Throws: `ValidationError`, which says how to write a date.
    init(argument text: String) throws {
        guard text.utf8.count == 10 else { throw ValidationError("'\(text)' is not a date; write it as 2025-12-31") }
        let (year, month, day, _) = try Moment(argument: text).utc
        guard let date = CivilDate(year: year, month: month, day: day) else { throw ValidationError("'\(text)': there is no such day") }
        self = date
    }
}
