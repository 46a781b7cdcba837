import Domain

/// The rows of some customers, ready to be sent.
struct SampleChunk: Sendable {
    let customers: Int
    private(set) var tables = [BinaryRows](repeating: BinaryRows(), count: SampleTable.allCases.count)

    /// - Parameter members: customers in the order of their ids, which keeps the indexes' growth at their right edge.
    init(members: ArraySlice<SampleCompany.Member>, plan: SampleCompany.Plan) {
        customers = members.count
        for member in members {
            let facts = CustomerLife.lived(by: Int(member.number), plan: plan)
            addEvents(facts, member.id)
            addUser(facts, member.id, asOf: plan.calendar.asOf)
            addStatusChanges(facts, member.id)
            addTickets(facts, member.id, asOf: plan.calendar.asOf)
            addSurveys(facts, member.id)
            addCampaigns(facts, member.id)
            addExitSurveys(facts, member.id)
        }
    }

    func rows(_ table: SampleTable) -> BinaryRows { tables[table.rawValue] }

    private mutating func add(_ table: SampleTable, _ fields: (inout BinaryRows) -> Void) {
        tables[table.rawValue].beginRow(fields: table.fieldCount)
        fields(&tables[table.rawValue])
    }

    private static let encodedKinds = CustomerFacts.UsageEvent.Kind.allCases.map { BinaryRows.encoded($0.text) }
    private static let encodedFeatures = FeatureCatalogue.features.map { BinaryRows.encoded($0.name) }

    private mutating func addEvents(_ facts: CustomerFacts, _ id: UUIDBits) {
        for event in facts.events {
            add(.usageEvents) { row in
                row.add(id)
                row.add(encoded: Self.encodedKinds[event.kind.rawValue])
                row.add(event.time)
                if let feature = event.feature { row.add(encoded: Self.encodedFeatures[feature]) } else { row.addNull() }
                row.add(event.id)
            }
        }
    }

    private mutating func addUser(_ facts: CustomerFacts, _ id: UUIDBits, asOf: Moment) {
        let profile = facts.profile
        add(.users) { row in
            row.add(id)
            row.add(profile.externalID)
            row.add(profile.email)
            row.add(profile.name)
            row.add(profile.createdAt)
            row.add(facts.lastLogin)
            row.add(facts.isActive ? "active" : "churned")
            row.add(facts.endings.last)
            row.add(profile.tier.text)
            row.add(cents: profile.yearlyRevenue.map { $0 * 100 })
            row.add(
                date: profile.tier.isPaying
                    ? Renewal.date(createdAt: profile.createdAt, notBefore: facts.isActive ? asOf : facts.endings.last ?? asOf) : nil)
        }
    }

    /// Returns, and the ends that a later one has replaced in `users.churned_at`.
    private mutating func addStatusChanges(_ facts: CustomerFacts, _ id: UUIDBits) {
        for (index, ending) in facts.endings.enumerated() {
            if index < facts.endings.count - 1 { addStatusChange(id, at: ending, active: false) }
            if index < facts.returns.count { addStatusChange(id, at: facts.returns[index], active: true) }
        }
    }

    private mutating func addStatusChange(_ id: UUIDBits, at moment: Moment, active: Bool) {
        add(.userStatusChanges) { row in
            row.add(id)
            row.add(moment)
            row.add(active)
            row.add(active ? "active" : "churned")
        }
    }

    private mutating func addTickets(_ facts: CustomerFacts, _ id: UUIDBits, asOf: Moment) {
        for ticket in facts.tickets {
            let isClosed = ticket.closesAt <= asOf
            add(.supportTickets) { row in
                row.add(id)
                row.add(ticket.id)
                row.add(isClosed ? "closed" : ticket.waits ? "pending" : "open")
                row.add(ticket.openedAt)
                row.add(isClosed ? ticket.closesAt : nil)
                row.add(ticket.category.rawValue)
                row.add(ticket.subject)
            }
        }
    }

    private mutating func addSurveys(_ facts: CustomerFacts, _ id: UUIDBits) {
        for survey in facts.surveys {
            add(.surveys) { row in
                row.add(survey.id)
                row.add(id)
                row.add(survey.answer?.score)
                row.add(survey.answer?.text)
                row.add(survey.deployedAt)
                row.add(survey.answer?.respondedAt)
                row.add(survey.deployedAt)
            }
        }
    }

    private mutating func addCampaigns(_ facts: CustomerFacts, _ id: UUIDBits) {
        for campaign in facts.campaigns {
            add(.campaigns) { row in
                row.add(campaign.id)
                row.add(campaign.kind.rawValue)
                row.add(id)
                row.add(campaign.sentAt)
                row.add(campaign.openedAt)
                row.add(campaign.clickedAt)
                row.add(campaign.respondedAt)
                row.add(campaign.status.rawValue)
                row.add(campaign.variant)
                row.add(cents: campaign.costInCents)
            }
        }
    }

    private mutating func addExitSurveys(_ facts: CustomerFacts, _ id: UUIDBits) {
        for survey in facts.exitSurveys {
            add(.exitSurveys) { row in
                row.add(survey.id)
                row.add(id)
                row.add(survey.reason)
                row.add(survey.detail)
                row.add(survey.submittedAt)
            }
        }
    }
}
