import Domain
import Testing

@testable import Access

@Suite("Rights")
struct RightsTests {
    /// Who sees what, written out: role, dashboards, customers, users.
    static let table: [(Role, Set<DashboardName>, customers: Bool, users: Bool)] = [
        (.chairman, [.executive, .insights], true, false),
        (.eva, [.executive, .campaigns, .system, .insights], true, false),
        (.successLead, [.executive, .campaigns], true, false),
        (.successTeam, [.campaigns], true, false),
        (.marketing, [.campaigns], false, false),
        (.engineering, [.system], false, false),
        (.successOps, [.system], false, false),
        (.product, [.insights], false, false),
        (.admin, [.executive, .campaigns, .system, .insights], true, true),
    ]

    @Test("are those of the table, for every role and right")
    func table() {
        #expect(Set(Self.table.map(\.0)) == Set(Role.allCases))
        for (role, dashboards, customers, users) in Self.table {
            for dashboard in DashboardName.allCases {
                #expect(role.may(.see(dashboard)) == dashboards.contains(dashboard), "\(role) \(dashboard)")
                #expect(role.may(.take(dashboard)) == role.may(.see(dashboard)), "\(role) \(dashboard)")
            }
            #expect(Set(role.dashboards) == dashboards, "\(role)")
            #expect(role.may(.seeCustomers) == customers, "\(role)")
            #expect(role.may(.manageUsers) == users, "\(role)")
        }
    }

    @Test("of alerts: who sees, acknowledges and manages them")
    func alerts() {
        #expect(Right.seeAlerts.roles == [.chairman, .eva, .successLead, .successTeam, .admin])
        #expect(
            Right.seeSystemAlerts.roles == [.chairman, .eva, .successLead, .successTeam, .engineering, .successOps, .admin])
        #expect(Right.acknowledgeAlerts.roles == Right.seeSystemAlerts.roles)
        #expect(Right.manageAlerts.roles == [.chairman, .successLead, .admin])
        // Whoever manages or acknowledges sees what it is about.
        for role in Role.allCases where role.may(.manageAlerts) { #expect(role.may(.acknowledgeAlerts) && role.may(.seeAlerts)) }
        for role in Role.allCases where role.may(.acknowledgeAlerts) { #expect(role.may(.seeSystemAlerts)) }
    }

    @Test("of the exit gates: who sees them, and who changes what they compare with")
    func gates() {
        #expect(Right.seeGates.roles == [.chairman, .eva, .successLead, .admin])
        #expect(Right.changeBaseline.roles == [.chairman, .admin])
    }

    @Test("list dashboards in the order of menus", arguments: Role.allCases)
    func order(_ role: Role) {
        #expect(role.dashboards == DashboardName.allCases.filter { role.dashboards.contains($0) })
    }

    @Test("name those who have one")
    func roles() {
        #expect(Right.see(.executive).roles == [.chairman, .eva, .successLead, .admin])
        #expect(Right.seeCustomers.roles == [.chairman, .eva, .successLead, .successTeam, .admin])
        #expect(Right.manageUsers.roles == [.admin])
    }

    @Test("and roles have words for people, none twice")
    func titles() {
        #expect(Set(Role.allCases.map(\.title)).count == Role.allCases.count)
        #expect(Role.successLead.title == "Success lead")
        #expect(Role.eva.title == "EVA (agent)")
        #expect(Right.see(.executive).title == "see Executive overview")
    }
}
