import Domain
import Postgres
import Schema

/// What users.csv says about customers who are there already, where an empty cell is not simply "null".
///
/// The schema's triggers date ends and keep returns, when they are told the file's values honestly:
/// - A login, once known, is not forgotten.
/// - A customer without a status keeps the one stored; a new one has ended if `churned_at` has come, else is active. Where the file has no
///   column for it at all, `churned_at` alone tells, for stored customers too.
/// - No `churned_at`, but ended: keeps the end that is stored. No `churned_at`, and active: has none, unless the stored end is that of an
///   earlier time, after which the customer is known to have returned.
/// - Ended, with a `churned_at` that a return is known to have followed: the later end that is stored stays. The file only tells the earlier one.
struct CustomerRules {
    let staged: StagedFile
    let now: Moment

    var merge: Merge {
        var rules = [
            MergedColumn(name: "status", inserted: statusOfNew, updated: status),
            MergedColumn(name: "churned_at", inserted: "s.churned_at", updated: staged.has("churned_at") ? end : nil),
        ]
        if staged.has("last_login") {
            rules.append(MergedColumn(name: "last_login", inserted: "s.last_login", updated: "COALESCE(s.last_login, o.last_login)"))
        }
        let columns = MergedColumn.plain(staged).replacing(rules)
        return Merge(staged: staged, columns: columns, effect: Merge.Effect(inserted: "r.created_at", updated: earliestChange))
    }

    private var statusOfNew: SQL { "COALESCE(s.status, CASE WHEN s.churned_at <= \(now) THEN 'churned' ELSE 'active' END)" }

    private var status: SQL? {
        if staged.has("status") { return "COALESCE(s.status, o.status)" }
        guard staged.has("churned_at") else { return nil }
        return """
            CASE WHEN s.churned_at <= \(now) THEN CASE WHEN o.status = 'active' THEN 'churned' ELSE o.status END ELSE 'active' END
            """
    }

    private var end: SQL {
        let statusNow: SQL = status ?? "o.status"
        return """
            CASE WHEN s.churned_at < o.churned_at AND o.status <> 'active' AND \(statusNow) <> 'active' AND EXISTS (
                          SELECT FROM mainstay.user_status_changes AS c
                           WHERE c.user_id = o.user_id AND c.active AND c.changed_at BETWEEN s.churned_at AND o.churned_at)
                 THEN o.churned_at
                 WHEN s.churned_at IS NOT NULL THEN s.churned_at
                 WHEN \(statusNow) <> 'active' OR (o.status = 'active' AND o.churned_at <= \(now) AND mainstay.is_active_at(o, \(now)))
                 THEN o.churned_at END
            """
    }

    /// Beginnings, ends and logins that moved; a change of status that is not dated counts from now.
    private var earliestChange: SQL {
        var moments: [SQL] = ["CASE WHEN o.created_at <> n.created_at THEN LEAST(o.created_at, n.created_at) END"]
        if staged.has("churned_at") {
            moments.append("CASE WHEN o.churned_at IS DISTINCT FROM n.churned_at THEN LEAST(o.churned_at, n.churned_at) END")
        }
        if status != nil { moments.append("CASE WHEN o.status <> n.status THEN \(now) END") }
        if staged.has("last_login") { moments.append("CASE WHEN o.last_login IS DISTINCT FROM n.last_login THEN n.last_login END") }
        return "LEAST(\(moments.joined(separator: ", ")))"
    }
}
