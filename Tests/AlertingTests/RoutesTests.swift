import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Alerting

@Suite struct RoutesTests {
    private let now = Company.midnight

    @Test func theDefaultsAreThoseOfTheTable() async throws {
        try await Company.open { company in
            let routes = try await company.pool.withConnection { try await Routes.all(on: $0) }
            #expect(routes.count == 25)
            let critical = try #require(routes.first { $0.id == "critical" })
            #expect(critical.target == "parameter:critical_slack_channel" && critical.answerWithin == "parameter:critical_response_hours")
            let parameters = Dictionary(
                uniqueKeysWithValues: try await company.pool.query("SELECT name, value FROM mainstay.parameters").map { row in
                    (try row.decode("name", as: String.self), try row.decode("value", as: String.self))
                })
            #expect(routes.flatMap { $0.faults(parameters: parameters, numbers: ["critical_response_hours"]) } == [])
            let standing = try await company.pool.withConnection { try await Routes.standing(on: $0) }
            #expect(standing.map(\.route) == routes)
            let leads = try #require(standing.first { $0.route.id == "critical" })
            #expect(leads.leadsTo == "#customer-success-urgent" && leads.answerHours == 24)
        }
    }

    @Test func aRouteIsChangedKeptAndReset() async throws {
        try await Company.open { company in
            var edit = RouteEdit()
            edit.target = "#other"
            edit.answerWithin = .some("2.5")
            try await company.routes.set("critical", edit, by: "user:anna", why: "moved", now: now)
            try await company.criticalCustomers("acme")
            try await company.tick(now.adding(minutes: 5))
            #expect(try await company.messages().map(\.sent.target) == ["#other"])
            #expect(try await company.alerts().first?.answerBy == now.adding(minutes: 155))
            let route = try await company.routes.reset("critical", by: "user:anna", why: nil, now: now)
            #expect(route?.target == "parameter:critical_slack_channel")
            let changes = try await company.pool.query(
                "SELECT changed_by, before ->> 'target' AS was FROM mainstay.route_changes ORDER BY change_id")
            #expect(try changes.map { try $0.decode("was", as: String.self) } == ["parameter:critical_slack_channel", "#other"])
        }
    }

    @Test func aRouteOfASegmentIsMadeAndRemoved() async throws {
        try await Company.open { company in
            var edit = RouteEdit()
            (edit.rule, edit.channel, edit.target, edit.segment) = (.criticalCustomer, .email, "vip@example.com", .some(.enterprise))
            try await company.routes.set("vip", edit, by: "user:anna", why: nil, now: now)
            try await company.customer("acme", tier: "enterprise")
            try await company.customer("bolt", tier: "basic")
            try await company.rescore(now.adding(days: -1))
            try await company.rescore(now)
            try await company.tick(now.adding(minutes: 5))
            #expect(try await company.messages().map { "\($0.sent.route) \($0.sent.alerts)" } == ["critical 2", "vip 1"])
            #expect(try await company.routes.reset("vip", by: "user:anna", why: nil, now: now) == nil)
            await #expect(throws: AlertError.routeUnknown("vip")) { try await company.routes.reset("vip", by: "a", why: nil, now: now) }
        }
    }

    @Test func aRouteThatIsSwitchedOffIsSilent() async throws {
        try await Company.open { company in
            var edit = RouteEdit()
            edit.isEnabled = false
            try await company.routes.set("critical", edit, by: "user:anna", why: nil, now: now)
            try await company.criticalCustomers("acme")
            try await company.tick(now.adding(minutes: 5))
            #expect(try await company.told() == [])
            #expect(try await company.states() == [.firing])
        }
    }

    /// The times of all routes are read in one query: one that is no time would stop every evaluation.
    @Test(arguments: ["1.2.3", "parameter:ops_email", "parameter:none", "99999", "-1", "", "1e3", "½"])
    func timesThatCannotWorkAreRefused(time: String) async throws {
        try await Company.open { company in
            var edit = RouteEdit()
            edit.answerWithin = .some(time)
            await #expect(throws: AlertError.self) { try await company.routes.set("critical", edit, by: "a", why: nil, now: now) }
            edit = RouteEdit()
            edit.repeatHours = .some(Decimal(string: "0.01"))
            await #expect(throws: AlertError.self) { try await company.routes.set("critical", edit, by: "a", why: nil, now: now) }
        }
    }

    @Test(arguments: [
        ("slack", "general"), ("slack", "#a b"), ("email", "nobody"), ("email", "a@b\r\nBcc: c@d"), ("webhook", "ftp://x"),
        ("email", "parameter:none"), ("email", "a@b@c"), ("email", "a@example.com,jürgen@example.com"), ("email", "<a@example.com>"),
        ("slack", "parameter:critical_response_hours"), ("slack", "parameter:ops_email"), ("email", "parameter:critical_slack_channel"),
        ("webhook", "parameter:ops_email"), ("email", "a@b.example,, d@e.example"), ("email", "a@b.example,"), ("email", ","),
    ])
    func targetsThatCannotWorkAreRefused(channel: String, target: String) async throws {
        try await Company.open { company in
            var edit = RouteEdit()
            (edit.rule, edit.channel, edit.target) = (.npsDrop, Route.Channel(rawValue: channel), target)
            await #expect(throws: AlertError.self) { try await company.routes.set("new", edit, by: "a", why: nil, now: now) }
        }
    }

    @Test func aParameterIsATargetWhereWhatItHoldsIsOne() async throws {
        try await Company.open { company in
            func lead(_ id: String, _ channel: Route.Channel?, _ target: String?, enabled: Bool? = nil) async throws {
                var edit = RouteEdit()
                (edit.channel, edit.target, edit.isEnabled) = (channel, target, enabled)
                try await company.routes.set(id, edit, by: "a", why: nil, now: now)
            }
            try await lead("crm", .email, "parameter:at_risk_digest_recipients")
            try await lead("crm", .slack, "parameter:system_slack_channel")
            // One that is empty leads to nobody.
            try await company.parameter("ops_email", " ")
            try await lead("crm", .email, "parameter:ops_email")
            try await company.parameter("ops_email", "garbage")
            let error = await #expect(throws: AlertError.self) { try await lead("system", .email, "parameter:ops_email") }
            #expect(error?.problem.contains("'parameter:ops_email' is not the name of a parameter that holds an e-mail address") == true)
            // Whoever switches a route off has not to mend it first.
            try await lead("crm", nil, nil, enabled: false)
        }
    }
}
