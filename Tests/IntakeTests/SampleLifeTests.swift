import Domain
import Testing

@testable import Intake

@Suite("Sample company: customers' lives")
struct SampleLifeTests {
    /// 2026-03-18T10:20:30Z, a Wednesday.
    private static let asOf = Moment(microseconds: 1_773_829_230_000_000)

    private func company(
        customers: Int = 1_500, months: Int = 12, seed: UInt64 = 5, eventsPerCustomer: Double = 40, asOf: Moment = Self.asOf
    ) throws -> SampleCompany {
        try SampleCompany(customers: customers, months: months, seed: seed, eventsPerCustomer: eventsPerCustomer, asOf: asOf)
    }

    private func lives(of company: SampleCompany) -> [CustomerFacts] {
        let plan = company.plan()
        return (1...company.customers).map { CustomerLife.lived(by: $0, plan: plan) }
    }

    @Test(
        "everything happens after the beginning, in order, and nothing after the last moment",
        arguments: [8.0, 40, 150], ["2026-03-18T10:20:30Z", "2026-01-01T00:00:00Z"])
    func order(eventsPerCustomer: Double, text: String) throws {
        let asOf = try Moment(iso8601: text)
        for facts in lives(of: try company(customers: 600, eventsPerCustomer: eventsPerCustomer, asOf: asOf)) {
            let moments =
                facts.events.map(\.time) + facts.tickets.map(\.openedAt) + facts.surveys.map(\.deployedAt) + facts.endings + facts.returns
                + facts.surveys.compactMap(\.answer?.respondedAt) + facts.exitSurveys.map(\.submittedAt)
                + facts.campaigns.flatMap { [$0.sentAt, $0.openedAt, $0.clickedAt, $0.respondedAt].compactMap(\.self) }
            #expect(moments.allSatisfy { facts.profile.createdAt <= $0 && $0 <= asOf })
            let times = facts.events.map(\.time)
            #expect(times == times.sorted())
            #expect(facts.tickets.allSatisfy { $0.openedAt < $0.closesAt })
            #expect(facts.surveys.allSatisfy { survey in survey.answer.map { $0.respondedAt > survey.deployedAt } ?? true })
            #expect(facts.campaigns.allSatisfy { ($0.openedAt ?? $0.sentAt) >= $0.sentAt && ($0.respondedAt ?? $0.sentAt) >= $0.sentAt })
            #expect(facts.campaigns.allSatisfy { campaign in campaign.clickedAt.map { $0 >= campaign.openedAt ?? asOf } ?? true })
            #expect(facts.endings.count - facts.returns.count == (facts.isActive ? 0 : 1))
            for (index, comeback) in facts.returns.enumerated() { #expect(comeback > facts.endings[index]) }
            for (index, ending) in facts.endings.enumerated() where index > 0 { #expect(ending > facts.returns[index - 1]) }
        }
    }

    @Test("who has left does nothing until coming back")
    func absence() throws {
        for facts in lives(of: try company()) {
            for (index, ending) in facts.endings.enumerated() {
                let comeback = index < facts.returns.count ? facts.returns[index] : Self.asOf
                #expect(!facts.events.contains { $0.time > ending && $0.time < comeback })
                #expect(!facts.tickets.contains { $0.openedAt > ending && $0.openedAt < comeback })
                #expect(!facts.surveys.contains { $0.deployedAt > ending && $0.deployedAt < comeback })
                #expect(facts.campaigns.allSatisfy { $0.kind == .winBack || !($0.sentAt > ending && $0.sentAt < comeback) })
            }
        }
    }

    @Test("features are adopted once, and used only afterwards")
    func adoption() throws {
        for facts in lives(of: try company()) {
            var adopted: Set<Int> = []
            for event in facts.events {
                switch event.kind {
                case .featureAdopted: #expect(adopted.insert(try #require(event.feature)).inserted)
                case .featureUsed: #expect(adopted.contains(try #require(event.feature)))
                default: #expect(event.feature == nil)
                }
            }
        }
    }

    @Test("all that can happen happens to somebody")
    func variety() throws {
        let lives = lives(of: try company())
        #expect(Set(lives.map(\.profile.tier)).count == 5)
        #expect(lives.contains { !$0.returns.isEmpty && $0.isActive })
        #expect(lives.contains { !$0.isActive })
        #expect(lives.contains { $0.lastLogin == nil })
        #expect(Set(lives.flatMap(\.campaigns).map(\.kind)).count == 3)
        #expect(Set(lives.flatMap(\.campaigns).map(\.variant)) == ["A", "B"])
        #expect(Set(lives.flatMap(\.campaigns).map(\.status)).count == 3)
        #expect(Set(lives.flatMap(\.tickets).map(\.category)).count == 5)
        #expect(Set(lives.flatMap(\.exitSurveys).map(\.reason)).count >= 6)
        #expect(Set(lives.flatMap(\.events).map(\.kind)).count == CustomerFacts.UsageEvent.Kind.allCases.count)
        #expect(Set(lives.flatMap(\.events).compactMap(\.feature)).count == FeatureCatalogue.features.count)
        #expect(Set(lives.flatMap(\.surveys).compactMap(\.answer?.text)).count > 300)
        #expect(Set(lives.map(\.profile.name)).count > 1_350)
    }

    @Test("feedback has no slot left open, and requests repeat")
    func texts() throws {
        let lives = lives(of: try company())
        let texts = lives.flatMap(\.surveys).compactMap(\.answer?.text) + lives.flatMap(\.tickets).map(\.subject)
        #expect(texts.allSatisfy { !$0.contains("{") && !$0.contains("}") && !$0.isEmpty })
        let wishes = lives.flatMap(\.tickets).filter { $0.category == .featureRequest }.map(\.subject)
        #expect(Set(wishes).count * 2 < wishes.count)
        #expect(wishes.count { $0.lowercased().contains("dark mode") } > wishes.count / 20)
    }

    @Test("addresses are of reserved domains, in plain letters")
    func addresses() throws {
        let plan = try company().plan()
        for number in 1...1_000 {
            let email = CustomerProfile(number: number, company: plan).email
            #expect(email.hasSuffix(".example") || email.hasSuffix(".example.com"))
            #expect(email.utf8.allSatisfy { (0x61...0x7A).contains($0) || [0x2D, 0x2E, 0x40].contains($0) }, "\(email)")
        }
    }

    @Test("the wanted number of events is met", arguments: [10.0, 25, 60, 200])
    func budget(eventsPerCustomer: Double) throws {
        let events = lives(of: try company(eventsPerCustomer: eventsPerCustomer)).reduce(0) { $0 + $1.events.count }
        let mean = Double(events) / 1_500
        #expect(abs(mean / eventsPerCustomer - 1) < 0.1, "\(mean)")
    }

    @Test("few records do not change today's activity")
    func thinning() throws {
        let full = lives(of: try company(eventsPerCustomer: 60))
        let thin = lives(of: try company(eventsPerCustomer: 12))
        func recent(_ lives: [CustomerFacts]) -> Int {
            lives.count { $0.isActive && ($0.events.last?.time ?? $0.profile.createdAt) > Self.asOf.adding(days: -7) }
        }
        #expect(abs(recent(full) - recent(thin)) < 75)
    }
}
