public import CustomerMetrics
public import Domain

extension WeeklyDigest {
    /// The Monday of the week that the digest's moment lies in.
    public var week: CivilDate { CivilDate(of: asOf).monday }

    /// What the digest says, for mail and other channels.
    ///
    /// - Parameter week: the Monday of its week.
    public func message(week: CivilDate) -> MessageContent {
        MessageContent(
            severity: "low", title: title(week: week), summary: summary, facts: facts, sections: sections,
            path: "/customers")
    }

    private func title(week: CivilDate) -> String {
        let customers = "\(NumberText.count(now.needAttention)) \(now.needAttention == 1 ? "customer" : "customers")"
        return "At-risk digest, week of \(week): "
            + (now.needAttention == 0 ? "nobody is at risk" : "\(customers) with ARR \(NumberText.money(now.arrAtRisk))")
    }

    private var summary: String {
        let health = now.health
        guard health.customers > 0 else { return "There are no active customers." }
        let state =
            now.needAttention == 0
            ? "All \(NumberText.count(health.customers)) customers are Healthy."
            : "\(NumberText.count(health.atRisk.part)) At-Risk and \(NumberText.count(health.critical.part)) Critical of "
                + "\(NumberText.count(health.customers)) customers."
        return state + " Since a week ago \(NumberText.count(moves.customers(.new))) are new, "
            + "\(NumberText.count(moves.customers(.recovered))) recovered."
    }

    private var facts: [MessageContent.Fact] {
        func fact(_ name: String, _ value: (State) -> String?) -> MessageContent.Fact {
            .init(name, "\(value(now) ?? "–"), a week ago \(value(before) ?? "–")")
        }
        return [
            fact("Customers") { NumberText.count($0.health.customers) },
            fact("Average score") { $0.health.averageScore.map(NumberText.decimal) },
            fact("Healthy") { NumberText.count($0.health.healthy.part) },
            fact("At-Risk") { NumberText.count($0.health.atRisk.part) },
            fact("Critical") { NumberText.count($0.health.critical.part) },
            fact("ARR at risk") { NumberText.money($0.arrAtRisk) },
        ]
    }

    private var sections: [MessageContent.Section] {
        var sections = [trendSection].compactMap(\.self)
        if !entries.isEmpty {
            sections.append(
                .init(
                    heading: "At-Risk and Critical, the highest ARR first", items: entries.map(\.item),
                    unlisted: now.needAttention - entries.count))
        }
        sections += StatusMoves.Group.allCases.compactMap(section)
        if let skippedBefore {
            sections.append(
                .init(
                    heading: "Not sent",
                    paragraphs: ["The digest of the week of \(skippedBefore.week) was skipped: \(skippedBefore.reason)."]))
        }
        return sections
    }

    /// Whether it goes up or down; nil before two weeks are known.
    private var trendSection: MessageContent.Section? {
        guard let newest = trend.first, let oldest = trend.last, trend.count > 1 else { return nil }
        return .init(
            heading: "Week by week", paragraphs: [Self.words(from: oldest, to: newest)],
            items: trend.map { day in
                let figures = day.figures
                return .init(
                    title: "\(day.day): \(figures.averageScore.map { "average \(NumberText.decimal($0))" } ?? "no customers")",
                    detail: "\(NumberText.count(figures.healthy)) Healthy, \(NumberText.count(figures.atRisk)) At-Risk, "
                        + "\(NumberText.count(figures.critical)) Critical",
                    path: nil)
            })
    }

    private static func words(from oldest: TrendDay, to newest: TrendDay) -> String {
        func course<Value: Comparable>(_ before: Value, _ after: Value, _ text: (Value) -> String) -> String {
            before == after
                ? "stayed at \(text(after))" : "\(after > before ? "rose" : "fell") from \(text(before)) to \(text(after))"
        }
        func count(_ name: String, _ value: (HealthTrend.Figures) -> Int) -> String {
            "\(name) " + course(value(oldest.figures), value(newest.figures), NumberText.count)
        }
        var parts = [count("Healthy", \.healthy), count("At-Risk", \.atRisk), count("Critical", \.critical)]
        if let before = oldest.figures.averageScore, let after = newest.figures.averageScore {
            parts.insert("the average score \(course(before, after, NumberText.decimal))", at: 0)
        }
        return "Since \(oldest.day) \(parts.joined(separator: ", "))."
    }

    private func section(_ group: StatusMoves.Group) -> MessageContent.Section? {
        let total = moves.customers(group)
        guard total > 0 else { return nil }
        let entries = moves[group]
        var paragraphs = group == .new ? [newWords] : []
        if total > entries.count { paragraphs.append("The \(entries.count) with the highest ARR:") }
        return .init(
            heading: "\(group.title): \(NumberText.count(total))", paragraphs: paragraphs, items: entries.map(\.item))
    }

    /// Of those who are new, how many fell how far.
    private var newWords: String {
        let began = moves.customers(from: nil, to: .atRisk) + moves.customers(from: nil, to: .critical)
        let parts = [
            (moves.customers(from: .healthy, to: .atRisk), "from Healthy to At-Risk"),
            (moves.customers(from: .healthy, to: .critical), "from Healthy to Critical"), (began, "began within the week"),
        ]
        return parts.filter { $0.0 > 0 }.map { "\(NumberText.count($0.0)) \($0.1)" }.joined(separator: ", ") + "."
    }
}

extension StatusMoves.Group {
    public var title: String {
        switch self {
        case .new: "New since last week"
        case .worse: "Turned from At-Risk to Critical"
        case .better: "Turned from Critical to At-Risk"
        case .recovered: "Recovered since last week"
        case .left: "Left since last week"
        }
    }
}

extension WeeklyDigest.Entry {
    /// What moved the score within the week, in signed points with their causes.
    public var words: String { explanation.words }

    fileprivate var item: MessageContent.Item {
        let change = explanation.outcome == .compared ? " (\(NumberText.signed(explanation.points)))" : ""
        return .init(
            title: "\(customer.shownName): \(status.rawValue), \(score)\(change)", detail: "ARR \(customer.arrWords). \(words)",
            path: customer.path)
    }
}

extension StatusMoves.Entry {
    fileprivate var item: MessageContent.Item {
        func state(_ status: HealthStatus?, _ score: Int?) -> String {
            guard let status, let score else { return "no score" }
            return "\(status.rawValue) \(score)"
        }
        return .init(
            title: customer.shownName, detail: "\(state(from, scoreBefore)) → \(state(to, score)). ARR \(customer.arrWords).",
            path: customer.path)
    }
}
