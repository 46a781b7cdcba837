import Domain
import Foundation

/// A cohort at so many months.
struct CellPlace: Hashable, Comparable, Sendable {
    var cohort: Month
    var months: Int

    static func < (left: CellPlace, right: CellPlace) -> Bool { (left.cohort, left.months) < (right.cohort, right.months) }
}

struct RetentionCell: Hashable, Sendable {
    var size: Int
    /// Nil until the month has ended.
    var retained: Int?
}

extension Oracle {
    /// Every cohort that has customers by the moment, each at 1, 3 and 6 months (metrics.md §3).
    func retentionCells(at moment: Moment, bounded: Bool) -> [CellPlace: RetentionCell] {
        var cells: [CellPlace: RetentionCell] = [:]
        let created = company.customers.values.filter { $0.createdAt <= moment }
        for (cohort, members) in Dictionary(grouping: created, by: { Month(containing: $0.createdAt) }) {
            for k in [1, 3, 6] {
                let isObservable = cohort.adding(months: k + 1).start <= moment
                let retained = members.count { member in
                    guard let masks = life(of: member.id).retentionMasks(at: moment) else { return false }
                    return (bounded ? masks.activeIn : masks.activeSince) & 1 << k != 0
                }
                cells[CellPlace(cohort: cohort, months: k)] = RetentionCell(size: members.count, retained: isObservable ? retained : nil)
            }
        }
        return cells
    }
}
