public import CustomerMetrics
import Domain

extension CustomerProfile: Report {
    public var page: Page {
        var page = Page(customer.name ?? customer.id.shown, Page.asOf(asOf))
        page.gap()
        addFacts(to: &page)
        page.gap()
        addScore(to: &page)
        addTickets(to: &page)
        addEvents(to: &page)
        addSurveys(to: &page)
        addCampaigns(to: &page)
        return page
    }

    private func addFacts(to page: inout Page) {
        var table = TextTable(.left(""), .left(""))
        table.add(.faint("Customer"), InkedText(customer.id.shown))
        if let email = customer.email { table.add(.faint("E-mail"), InkedText(email)) }
        table.add(.faint("Segment"), InkedText(customer.segment.rawValue))
        let arr = customer.arr.map { InkedText(NumberText.money($0)) } ?? .faint("not known")
        table.add(.faint("ARR"), arr + (renewalDate.map { .faint("  renewal \($0)") } ?? ""))
        let standing: InkedText =
            switch standing {
            case .notYet: .faint("not a customer yet; from \(NumberText.moment(createdAt)) on")
            case .active(let since): "active since \(NumberText.moment(since))"
            case .ended(let moment, let status): InkedText("ended \(NumberText.moment(moment))", .bad) + InkedText(" (\(status))")
            }
        table.add(.faint("Standing"), standing)
        page.add(table)
    }

    private func addScore(to page: inout Page) {
        guard let score else {
            page.add("Score  " + .faint("–  only active customers have a score"))
            return
        }
        page.add(
            "Score  " + .strong("\(score.total)") + "  " + InkedText(score.status.rawValue, score.status.ink) + "  " + InkedText(sparkline)
                + .faint("  30 days"))
        var table = TextTable(.left(""), .right(""), .left(""), .left(""))
        for component in ScoreComponent.allCases {
            let weight = model.weight(of: component)
            table.add(
                InkedText("  \(component.rawValue)"), InkedText("\(score[component]) of \(weight)"),
                InkedText(Bar.horizontal(score[component], of: max(weight, 1), width: 10)), .faint(reason(component, score.inputs)))
        }
        page.add(table)
        if let nextChange {
            page.add(
                "Next   " + InkedText("\(nextChange.total) ") + InkedText(nextChange.status.rawValue, nextChange.status.ink)
                    + InkedText(" at \(NumberText.moment(nextChange.moment))")
                    + .faint(": engagement \(score.engagement) to \(nextChange.engagement) after ")
                    + .faint(Spoken.count(nextChange.inactiveDays, "day", "days") + " without activity"))
        } else {
            page.add("Next   " + .faint("time alone changes nothing more"))
        }
    }

    private func reason(_ component: ScoreComponent, _ inputs: Score.Inputs) -> String {
        switch component {
        case .engagement: inputs.lastActivity.map { "last activity \(NumberText.span(from: $0, to: asOf)) ago" } ?? "no activity ever"
        case .support: Spoken.count(inputs.openTickets, "open ticket", "open tickets")
        case .value:
            Spoken.count(inputs.adoptedFeatures, "adopted feature", "adopted features")
                + (inputs.coreFeatureAdopted ? ", one of them core" : "")
        }
    }

    /// The total at each midnight-like step of a day, back from the moment.
    private var sparkline: String {
        let days = (0...30).map { asOf.adding(days: Int64($0 - 30)) }
        let totals = days.map { day in history.last { $0.moment <= day }?.total.map(Double.init) }
        return Bar.sparkline(totals, from: 0, to: 100)
    }

    private func addTickets(to page: inout Page) {
        section("Tickets", tickets, to: &page) { ticket in
            [
                ticket.isOpen ? InkedText("open", .warning) : .faint("closed"), .faint(NumberText.moment(ticket.openedAt)),
                InkedText((ticket.subject ?? ticket.category ?? ticket.shown).truncated(toWidth: 60)),
            ]
        }
    }

    private func addEvents(to page: inout Page) {
        section("Last events", events, to: &page) { event in
            [.faint(NumberText.moment(event.moment)), InkedText(event.type), InkedText(event.feature ?? "")]
        }
    }

    private func addSurveys(to page: inout Page) {
        section("Surveys", surveys, to: &page) { survey in
            guard let answeredAt = survey.answeredAt, let score = survey.score else {
                return [.faint(survey.deployedAt.map(NumberText.moment) ?? ""), .faint("–"), .faint("not answered")]
            }
            return [
                .faint(NumberText.moment(answeredAt)), InkedText("\(score)", score >= 9 ? .good : score >= 7 ? .plain : .bad),
                InkedText((survey.feedback ?? survey.category ?? "").truncated(toWidth: 60)),
            ]
        }
    }

    private func addCampaigns(to page: inout Page) {
        section("Campaigns", campaigns, to: &page) { campaign in
            let outcome =
                campaign.respondedAt != nil
                ? "responded" : campaign.clickedAt != nil ? "clicked" : campaign.openedAt != nil ? "opened" : "sent"
            let scores = "\(campaign.scoreBefore.map(String.init) ?? "–") to \(campaign.scoreAfter.map(String.init) ?? "–")"
            return [
                .faint(NumberText.moment(campaign.sentAt)), InkedText(campaign.type.name), InkedText(outcome),
                .faint("score \(scores) in 30 days"),
            ]
        }
    }

    private func section<Item>(_ title: String, _ items: [Item], to page: inout Page, _ cells: (Item) -> [InkedText]) {
        page.gap()
        guard let first = items.first else {
            page.add(.strong(title) + .faint("  none"))
            return
        }
        page.add(.strong(title))
        var table = TextTable(cells(first).map { _ in .left("") })
        for item in items { table.add(cells(item)) }
        page.add(table)
    }

    /// One row; lists are in JSON.
    public var csv: CSVTable {
        CSVTable(
            [
                "as_of", "customer_id", "user_id", "name", "email", "segment", "arr", "renewal_date", "created_at", "total", "status",
                "engagement",
                "support", "value", "last_activity", "open_tickets", "adopted_features", "model_version", "next_change_at", "next_total",
            ],
            rows: [
                [
                    .csv(asOf), customer.id.shown, customer.uuidText, .csv(customer.name), .csv(customer.email),
                    customer.segment.rawValue, .csv(customer.arr), .csv(renewalDate), .csv(createdAt), .csv(score?.total),
                    .csv(score?.status.rawValue), .csv(score?.engagement), .csv(score?.support), .csv(score?.value),
                    .csv(score?.inputs.lastActivity), .csv(score?.inputs.openTickets), .csv(score?.inputs.adoptedFeatures),
                    .csv(score?.modelVersion), .csv(nextChange?.moment), .csv(nextChange?.total),
                ]
            ])
    }
}
