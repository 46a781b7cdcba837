import Domain
import Foundation
import Postgres
import Testing

@testable import Alerting

@Suite("Routes to a role") struct RoleRoutesTests {
    private func leads(_ company: Company, _ id: String) async throws -> String? {
        try await company.pool.withConnection { try await Routes.standing(on: $0) }.first { $0.route.id == id }?.leadsTo
    }

    @Test("lead to nobody as long as no account of the role has an address")
    func nobody() async throws {
        try await Company.open { company in
            let target = try await leads(company, "monthly-review-product")
            #expect(target == "")
        }
    }

    @Test("are routes by e-mail to a role that there is")
    func targets() async throws {
        try await Company.open { company in
            var edit = RouteEdit()
            (edit.rule, edit.channel, edit.target) = (.monthlyReview, .email, "role:success_lead")
            let now = Company.midnight
            let made = try await company.routes.set("lead", edit, by: "user:anna", why: nil, now: now)
            #expect(made.target == "role:success_lead")
            for (channel, target) in [(Route.Channel.slack, "role:product"), (.email, "role:king"), (.email, "role:")] {
                (edit.channel, edit.target) = (channel, target)
                await #expect(throws: AlertError.self, "\(target)") {
                    try await company.routes.set("lead", edit, by: "user:anna", why: nil, now: now)
                }
            }
        }
    }
}
