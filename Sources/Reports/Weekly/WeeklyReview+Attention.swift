import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension WeeklyReview.Answers {
    var attentionSection: ReportSection {
        let figures: ReportBlock = .figures([
            ReportFigure(
                "low_scores.customers", "Customers below \(lowScores.below)", .from(lowScores.total), .integer,
                note: health.customers == 0 ? "there are no active customers" : nil),
            ReportFigure("low_scores.arr", "Their annual recurring revenue", .from(lowScores.arr.known), .money, note: lowScores.arr.note),
        ])
        let title = "At risk: score below \(lowScores.below), the highest ARR first"
        guard lowScores.total > 0 else {
            return ReportSection(
                id: "at-risk", title: title,
                [figures, .paragraph(health.customers == 0 ? "There are no customers to look after." : "Nobody's score is that low.")])
        }
        let items = lowScores.entries.indices.map { index in
            let (entry, explanation) = (lowScores.entries[index], explanations[index])
            let change = explanation.outcome == .compared ? " (\(NumberText.signed(explanation.points)) in 7 days)" : ""
            return ReportItem(
                title: "\(entry.customer.shownName): \(entry.status.rawValue), \(entry.score)\(change)",
                detail: "\(entry.customer.segment.rawValue), ARR \(entry.customer.arrWords).", points: moved(index),
                path: entry.customer.path)
        }
        var blocks: [ReportBlock] = [figures, .items(items)]
        if lowScores.total > items.count {
            blocks.append(
                .paragraph("And \(NumberText.count(lowScores.total - items.count)) more; `mainstay customers --sort arr` lists them."))
        }
        return ReportSection(id: "at-risk", title: title, blocks)
    }

    /// What moved the score of an entry, and what was last tried.
    private func moved(_ index: Int) -> [String] {
        let entry = lowScores.entries[index]
        var words = [explanations[index].words]
        if let beginning = beginnings[index] {
            words = [beginning.words]
        } else if let long = longExplanations[index] {
            switch long.outcome {
            case .compared where long.parts.contains { $0.points != 0 }:
                words = ["No change within the week; in \(WeeklyReview.longDays) days \(long.words)"]
            default: words = ["No change in \(WeeklyReview.longDays) days."]
            }
        }
        words.append(
            (entry.lastActivity.map { "Last active on \(CivilDate(of: $0))" } ?? "Never active")
                + "; " + (entry.newestMessage.map { "newest message: \($0.words)." } ?? "no campaign message was ever sent."))
        return words
    }

    var attentionFindings: [ReportFinding] {
        guard lowScores.total > 0 else { return [] }
        let fallen = zip(lowScores.entries, explanations).filter { $1.outcome == .compared && $1.points < 0 }
        guard let (entry, explanation) = fallen.first else { return [] }
        return [
            ReportFinding(
                "\(entry.customer.shownName) (ARR \(entry.customer.arrWords)) fell by \(-explanation.points) points to \(entry.score), "
                    + "\(entry.status.rawValue).", .worse, section: "at-risk")
        ]
    }

    var attentionDecisions: [ReportDecision] {
        let worth = lowScores.entries.filter { ($0.customer.arr ?? 0) > 0 }
        guard !worth.isEmpty else { return decisionsWithoutARR }
        let names = worth.prefix(3).map(\.customer.shownName)
        let arr = worth.reduce(Decimal(0)) { $0 + ($1.customer.arr ?? 0) }
        let untold = worth.count { $0.newestMessage == nil }
        let tail =
            untold == 0
            ? ""
            : worth.count == 1
                ? " No message was ever sent to it."
                : " \(untold == worth.count ? "None" : "\(untold)") of them \(untold == worth.count ? "was ever" : untold == 1 ? "was never" : "were never") sent a message."
        return [
            ReportDecision(
                "Call \(names.formattedAsList)\(worth.count > names.count ? " first" : "")",
                because: "The \(worth.count == 1 ? "one" : "\(worth.count)") with the highest ARR below \(lowScores.below) points "
                    + "\(worth.count == 1 ? "brings" : "bring") in \(NumberText.money(arr)) a year"
                    + (lowScores.arr.sum > arr
                        ? ", of \(NumberText.money(lowScores.arr.sum)) of all \(NumberText.count(lowScores.total))." : ".")
                    + tail,
                path: "/customers?sort=arr", section: "at-risk")
        ]
    }

    /// Where nobody's revenue is known, or all of it is 0, they are to be called all the same.
    private var decisionsWithoutARR: [ReportDecision] {
        let names = lowScores.entries.prefix(3).map(\.customer.shownName)
        guard !names.isEmpty else { return [] }
        return [
            ReportDecision(
                "Call \(names.formattedAsList)\(lowScores.total > names.count ? " first" : "")",
                because: "\(NumberText.count(lowScores.total, "customer is", "customers are")) below \(lowScores.below) points, of "
                    + "\(NumberText.count(health.customers)); what they bring in is \(lowScores.arr.known == nil ? "not known" : "nothing").",
                path: "/customers?sort=score", section: "at-risk")
        ]
    }
}

extension [String] {
    /// `A`, `A and B`, `A, B and C`.
    var formattedAsList: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " and " + last
    }
}
