import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension DeparturesSection {
    var section: ReportSection {
        ReportSection(id: "departures", title: "Why customers leave", [.figures(figures)] + surveyBlocks + ticketBlocks)
    }

    private var figures: [ReportFigure] {
        let (now, then) = (departures.newest, departures.before)
        return [
            ReportFigure(
                "departures.customers", "Customers who left in the month", .from(now.customers), .integer, unit: "customers",
                previous: Decimal(then.customers),
                note: "in \(now.month.words); "
                    + (ShareInterval.percent(now.leftOfActive, now.activeBefore).map {
                        "\(NumberText.decimal($0)) % of those active when it began (\(NumberText.count(now.leftOfActive)) of "
                            + "\(NumberText.count(now.activeBefore)))"
                    } ?? "nobody was active when it began")),
            ReportFigure(
                "departures.arr", "Their ARR", .from(now.arr.known), .money, previous: then.arr.known,
                note: now.arr.note),
        ]
    }

    private var answers: Int { reasons.reasons.first?.answers.whole ?? 0 }
    private var answersBefore: Int { reasonsBefore.reasons.first?.answers.whole ?? 0 }

    /// How often a reason was given in the days before.
    private func before(_ reason: ChurnReasons.Reason) -> Int {
        reasonsBefore.reasons.first { $0.name == reason.name }?.answers.part ?? 0
    }

    /// The reasons that are given more or less often than before, beyond chance for all of them together.
    private var changed: Set<String> {
        let probabilities = reasons.reasons.map {
            ShareDifference.probability(($0.answers.part, answers), (before($0), answersBefore))
        }
        return Set(zip(reasons.reasons, HolmTest.areBeyondChance(probabilities)).filter(\.1).map(\.0.name))
    }

    private var surveyBlocks: [ReportBlock] {
        guard answers > 0 else {
            return [
                .empty(
                    EmptyState(
                        missing: "No exit survey was answered in the \(reasons.windowDays) days up to then.",
                        remedy: "Import answers with `mainstay import FOLDER` (exit_surveys.csv)."))
            ]
        }
        let changed = changed
        return [
            .table(
                ReportTable(
                    "What they said: exit surveys of \(reasons.windowDays) days",
                    DataTable(
                        columns: [
                            .init("reason", "Reason", .text), .init("answers", "Answers", .integer), .init("percent", "Share", .percent),
                            .init("interval", "95 % interval", .text),
                            .init("percent_before", "\(reasons.windowDays) days before", .percent),
                            .init("change", "Change", .text), .init("customers", "Customers", .integer), .init("arr", "Their ARR", .money),
                        ],
                        rows: reasons.reasons.map { reason in
                            [
                                .text(reason.name), .from(reason.answers.part), .from(reason.answers.percent),
                                .from(ShareInterval.of(reason.answers.part, answers)?.words),
                                .from(ShareInterval.percent(before(reason), answersBefore)),
                                .text(
                                    answersBefore == 0
                                        ? "nothing to compare"
                                        : !changed.contains(reason.name)
                                            ? "not different"
                                            : reason.answers.part * answersBefore > before(reason) * answers ? "more" : "less"),
                                .from(reason.customers), .from(reason.arr),
                            ]
                        }),
                    note:
                        "\(NumberText.count(answers, "answer")), and \(NumberText.count(answersBefore)) in the \(reasons.windowDays) days before. "
                        + "More and less are beyond chance at 95 % for all reasons together.")),
            .quotes(
                reasons.reasons.prefix(4).compactMap { reason in
                    reason.newestDetail.map {
                        ReportQuote(PlainQuote.text($0, without: writers[$0] ?? []), source: "left because of: \(reason.name.lowercased())")
                    }
                }),
        ]
    }

    private var ticketBlocks: [ReportBlock] {
        guard tickets.left > 0 else { return [.paragraph("Nobody left in the \(DepartureTickets.windowDays) days up to then.")] }
        let silent = tickets.left - tickets.leftWithTickets
        let opening =
            "Of the \(NumberText.count(tickets.left, "customer")) who left in \(DepartureTickets.windowDays) days, "
            + "\(NumberText.count(tickets.leftWithTickets)) had written to support in the \(DepartureTickets.withinDays) days before, and "
            + "\(NumberText.count(silent)) (\(ShareInterval.percent(silent, tickets.left).map(NumberText.decimal) ?? "–") %) had not."
        guard !tickets.categories.isEmpty else { return [.paragraph(opening)] }
        return [
            .paragraph(opening),
            .table(
                ReportTable(
                    "What they had written about: tickets of the \(DepartureTickets.withinDays) days before they left",
                    DataTable(
                        columns: [
                            .init("category", "Category", .text), .init("customers", "Customers", .integer),
                            .init("percent", "Of who left", .percent),
                            .init("stayed_percent", "Of who stay", .percent), .init("change", "Against who stay", .text),
                            .init("still_open", "Tickets still open", .integer), .init("arr", "Their ARR", .money),
                            .init("subject", "Commonest subject", .text),
                        ],
                        rows: zip(tickets.categories, tickets.againstStayers).map { category, againstStayers in
                            [
                                .text(category.name), .from(category.customers), .from(category.percent), .from(category.stayedPercent),
                                .text(againstStayers), .from(category.stillOpen),
                                .from(category.arr), .from(category.subject.map { PlainQuote.text($0) }),
                            ]
                        }),
                    note: "A customer counts once per category. Of who stay: active customers with such a ticket in the last "
                        + "\(DepartureTickets.withinDays) days. A category that is not commoner among those who left is no reason why they left."
                )),
        ]
    }
}

extension DepartureTickets {
    /// For each category whether those who left wrote about it more often than those who stay, beyond chance for all categories together.
    fileprivate var againstStayers: [String] {
        let probabilities = categories.map { ShareDifference.probability(($0.customers, left), ($0.stayed, active)) }
        return zip(zip(categories, probabilities), HolmTest.areBeyondChance(probabilities)).map { compared, isDifferent in
            let (category, probability) = compared
            guard probability != nil else { return "nothing to compare" }
            return isDifferent ? (category.customers * active > category.stayed * left ? "commoner" : "rarer") : "not different"
        }
    }
}

extension DeparturesSection {
    /// How many left, and why most of them say they did.
    var findings: [ReportFinding] {
        let (now, then) = (departures.newest, departures.before)
        guard now.activeBefore > 0 || now.customers > 0 else { return [] }
        // Of those who left only the ones who were there when the month began: a share of others could be more than all.
        let isDifferent = ShareDifference.isBeyondChance(
            (now.leftOfActive, now.activeBefore), (then.leftOfActive, then.activeBefore))
        let rises = now.leftOfActive * then.activeBefore > then.leftOfActive * now.activeBefore
        let comparison =
            switch isDifferent {
            case true: "As a share of those active when the month began that is \(rises ? "more" : "less") than the month before."
            case false: "As a share of those active when the month began that is not different from the month before."
            case nil where now.leftOfActive + then.leftOfActive == 0 && now.activeBefore > 0 && then.activeBefore > 0:
                "Of those active when the month began nobody left, as in the month before."
            case nil: "Those active when the months began are too few to compare."
            }
        var findings = [
            ReportFinding(
                "\(NumberText.count(now.customers, "customer")) left in \(now.month.words)"
                    + (now.customers == 0 ? "" : ", \(now.arr.words)") + "; \(NumberText.count(then.customers)) in \(then.month.words). "
                    + comparison,
                isDifferent == true ? (rises ? .worse : .better) : .neutral, section: "departures")
        ]
        let changed = changed
        for reason in reasons.reasons where changed.contains(reason.name) {
            let more = reason.answers.part * answersBefore > before(reason) * answers
            findings.append(
                ReportFinding(
                    "\(reason.name) is a \(more ? "commoner" : "rarer") reason to leave: \(NumberText.count(reason.answers.part)) of "
                        + "\(NumberText.count(answers, "exit survey")) in \(reasons.windowDays) days, after \(NumberText.count(before(reason))) of "
                        + "\(NumberText.count(answersBefore)).",
                    more ? .worse : .better, section: "departures"))
        }
        return findings
    }

    var decisions: [ReportDecision] {
        // Nobody can decide anything about a customer who no longer exists.
        let worth = reasons.reasons.filter { $0.name != "No reason given" && $0.name != "Business closed" }
        let changed = changed
        let risen = worth.first { changed.contains($0.name) && $0.answers.part * answersBefore > before($0) * answers }
        guard let top = risen ?? worth.first else { return [] }
        return [
            ReportDecision(
                "Decide what to do about \(risen == nil ? "the first reason to leave" : "a reason to leave that became commoner"): \(top.name.lowercased())",
                because:
                    "\(NumberText.count(top.answers.part)) of \(NumberText.count(answers, "exit survey")) of \(reasons.windowDays) days \(top.answers.part == 1 ? "names" : "name") it "
                    + "(\(top.answers.percent.map(NumberText.decimal) ?? "–") %, interval \(ShareInterval.of(top.answers.part, answers)?.words ?? "–")); "
                    + "those customers "
                    + KnownARR(sum: top.arr, customers: top.customers, unknown: top.arrUnknown).sentence("brought in", else: "had") + ".",
                section: "departures")
        ]
    }
}
