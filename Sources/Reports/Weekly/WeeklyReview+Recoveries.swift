import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension WeeklyReview.Answers {
    /// Recoveries told one by one.
    private static let told = 10

    var recoverySection: ReportSection {
        let id = "recoveries"
        let title = "Recovered from Critical to Healthy in the last \(CriticalRecoveries.windowDays) days"
        let figure = ReportFigure(
            "recoveries.customers", "Recovered from Critical", .from(recoveries.total), .integer,
            note: "customers created less than \(CriticalRecoveries.newDays) days before they recovered are not counted")
        guard recoveries.total > 0 else {
            return ReportSection(id: id, title: title, [.figures([figure]), .paragraph("Nobody did.")])
        }
        let shares: [(String, String, (CriticalRecoveries.Preceded) -> Bool)] = [
            ("message", "After a campaign message", { $0.messages > 0 }),
            ("ticket", "After a ticket was closed", { $0.ticketsClosed > 0 }),
            ("return", "Came back after 7 days or more of silence", { ($0.silentDays ?? 0) >= 7 }),
            ("feature", "Took up a feature", { !$0.features.isEmpty }),
        ]
        let known = recoveries.entries
        let figures = shares.map { key, title, holds in
            ReportFigure(
                "recoveries.after_\(key)", title, .from(known.count { holds($0.preceded) }), .integer, sample: known.count)
        }
        var blocks: [ReportBlock] = [
            .figures([figure] + figures),
            .paragraph(
                "What lies in the \(CriticalRecoveries.daysBefore) days before each was Healthy again. What precedes need not be the cause; one "
                    + "recovery may have several."),
            .items(known.prefix(Self.told).map(item)),
        ]
        if recoveries.total > known.count {
            blocks.append(
                .paragraph(
                    "The shares are of the \(NumberText.count(known.count)) with the highest ARR, of \(NumberText.count(recoveries.total))."
                ))
        } else if known.count > Self.told {
            blocks.append(.paragraph("And \(NumberText.count(known.count - Self.told)) more with a lower ARR."))
        }
        return ReportSection(id: id, title: title, blocks)
    }

    private func item(_ entry: CriticalRecoveries.Entry) -> ReportItem {
        ReportItem(
            title: "\(entry.customer.shownName): \(entry.lowestScore) → \(entry.score)",
            detail: "\(entry.customer.segment.rawValue), ARR \(entry.customer.arrWords). Healthy since "
                + "\(CivilDate(of: entry.healthySince)).",
            points: entry.preceded.words, path: entry.customer.path)
    }

    var recoveryFindings: [ReportFinding] {
        guard recoveries.total > 0 else { return [] }
        let known = recoveries.entries
        let messages = known.count { $0.preceded.messages > 0 }
        let tickets = known.count { $0.preceded.ticketsClosed > 0 }
        let customers = recoveries.total == 1 ? "1 customer" : "\(NumberText.count(recoveries.total)) customers"
        var statement = "\(customers) recovered from Critical to Healthy"
        if recoveries.total == known.count {
            statement +=
                "; \(messages == 0 ? "none" : "\(messages)") after a campaign message, \(tickets == 0 ? "none" : "\(tickets)") after a ticket was closed"
        }
        return [ReportFinding(statement + ".", .better, section: "recoveries")]
    }
}

extension CriticalRecoveries.Preceded {
    fileprivate var words: [String] {
        var words: [String] = []
        if let newestMessage {
            let count = messages == 1 ? "1 campaign message" : "\(NumberText.count(messages)) campaign messages"
            words.append("\(count): \(messages == 1 ? "" : "the newest ")\(newestMessage.words)")
        }
        if ticketsClosed > 0 { words.append("\(NumberText.count(ticketsClosed)) \(ticketsClosed == 1 ? "ticket" : "tickets") closed") }
        if let silentDays, silentDays >= 7 { words.append("came back after \(NumberText.count(silentDays)) days of silence") }
        if activeDays > 0 { words.append("active on \(activeDays) \(activeDays == 1 ? "day" : "days")") }
        if !features.isEmpty { words.append("first use of \(features.formattedAsList)") }
        return words.isEmpty ? ["nothing on record"] : words
    }
}
