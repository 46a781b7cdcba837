import Domain
import Postgres
import Schema

/// By how much the sums of each day and segment differ from those of the day before; added up day by day they are the figures.
struct DailySums: Sendable {
    /// The sums that a day's figures are made of.
    struct Sums: Sendable, Hashable {
        var customers = 0
        var score = 0
        var healthy = 0
        var atRisk = 0
        var critical = 0

        static func += (left: inout Sums, right: Sums) {
            left.customers += right.customers
            left.score += right.score
            left.healthy += right.healthy
            left.atRisk += right.atRisk
            left.critical += right.critical
        }
    }

    /// The name under which everybody's figures are kept.
    static let everybody = "All"

    private var changes: [CivilDate: [String: Sums]] = [:]

    init() {}

    init(rows: [Row]) throws {
        for row in rows {
            let sums = Sums(
                customers: try row.decode("customers"), score: try row.decode("score"), healthy: try row.decode("healthy"),
                atRisk: try row.decode("at_risk"), critical: try row.decode("critical"))
            changes[try row.decode("day"), default: [:]][try row.decode("segment"), default: Sums()] += sums
        }
    }

    mutating func add(_ other: DailySums) {
        for (day, segments) in other.changes {
            for (segment, sums) in segments { changes[day, default: [:]][segment, default: Sums()] += sums }
        }
    }

    /// The figures of each day, everybody's first; a segment appears on the days on which it has customers, as in `figures_at`.
    func figures(for days: ClosedRange<CivilDate>) -> [(day: CivilDate, segment: String, sums: Sums)] {
        var current: [String: Sums] = [:]
        var figures: [(day: CivilDate, segment: String, sums: Sums)] = []
        for number in days.lowerBound.daysSinceEpoch...days.upperBound.daysSinceEpoch {
            let day = CivilDate(daysSinceEpoch: number)
            for (segment, sums) in changes[day] ?? [:] { current[segment, default: Sums()] += sums }
            figures.append((day, Self.everybody, current.values.reduce(into: Sums()) { $0 += $1 }))
            for (segment, sums) in current.sorted(by: { $0.key < $1.key }) where sums.customers > 0 { figures.append((day, segment, sums)) }
        }
        return figures
    }
}
