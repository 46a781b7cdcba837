import Domain
import Postgres
import Schema

/// What support_tickets.csv says about tickets that are there already, where an empty cell is not simply "null".
///
/// A closed ticket without `closed_at` keeps the time that is stored; the schema's trigger dates a closing that is news. A ticket that is open
/// again is not closed any more.
struct TicketRules {
    let staged: StagedFile
    let now: Moment

    var merge: Merge {
        let closing: SQL =
            staged.has("closed_at")
            ? "CASE WHEN s.closed_at IS NULL AND s.status NOT IN ('open', 'pending') THEN o.closed_at ELSE s.closed_at END"
            : "CASE WHEN s.status IN ('open', 'pending') AND o.status NOT IN ('open', 'pending') THEN NULL ELSE o.closed_at END"
        let columns = MergedColumn.plain(staged)
            .replacing([MergedColumn(name: "closed_at", inserted: "s.closed_at", updated: closing)])
        return Merge(staged: staged, columns: columns, effect: Merge.Effect(inserted: "r.opened_at", updated: earliestChange))
    }

    /// A ticket counts from its opening to its end; what changes is before the earlier of two openings, or after the earlier of two ends.
    private var earliestChange: SQL {
        let storedEnd: SQL = "COALESCE(o.closed_at, CASE WHEN o.status IN ('open', 'pending') THEN 'infinity' ELSE o.opened_at END)"
        let newEnd: SQL = """
            COALESCE(n.closed_at, CASE WHEN n.status IN ('open', 'pending') THEN 'infinity'
                                       WHEN o.status IN ('open', 'pending') THEN \(now) ELSE n.opened_at END)
            """
        return """
            CASE WHEN o.opened_at <> n.opened_at THEN LEAST(o.opened_at, n.opened_at)
                 WHEN \(storedEnd) <> \(newEnd) THEN LEAST(\(storedEnd), \(newEnd)) END
            """
    }
}
