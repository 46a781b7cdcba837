import ArgumentParser
import Domain

/// For which moment a question is asked.
struct MomentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "For which moment; nothing later counts. A date is its 00:00 UTC. (default: now)", valueName: "time"),
        transform: Moment.init(argument:))
    var asOf: Moment?
}

extension Moment {
    /// - Throws: `ValidationError`, which says how to write a time.
    init(argument text: String) throws {
        do throws(MomentError) {
            self = try Moment(iso8601: text)
        } catch {
            switch error {
            case .notISO8601: throw ValidationError("'\(text)' is not a time; write it as 2025-12-31 or 2025-12-31T09:30:00Z")
            case .noSuchTime: throw ValidationError("'\(text)': there is no such day or hour")
            }
        }
    }
}
