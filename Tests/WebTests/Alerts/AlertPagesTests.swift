import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Alerting
@testable import Web

@Suite("The pages of alerts")
struct AlertPagesTests {
    private static let script = "<script>alert(1)</script>\"' onmouseover=x &amp; {{name}} \u{E000}body"
    private static let seers: Set<Role> = [.chairman, .eva, .successLead, .successTeam, .admin]

    private func post(
        _ client: any TestClientProtocol, _ path: String, as role: Role, _ form: String = "", csrf: String? = nil
    ) async throws -> TestResponse {
        try await client.execute(
            uri: path, method: .post, headers: .session(role).withForm(),
            body: ByteBuffer(string: "csrf=\(csrf ?? "csrf-of-\(role.rawValue)")&\(form)"))
    }

    @Test("show hostile texts as texts", arguments: ["/alerts?state=all", "/alerts?customer=%3Cscript%3E", "/alerts/1", "/alerts/2"])
    func hostileTexts(path: String) async throws {
        var site = FixedSite()
        site.alerts = FixedAlerts(text: Self.script)
        try await site.test { client in
            try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .ok)
                #expect(!response.text.contains("<script>") && !response.text.contains("\"' onmouseover"))
                #expect(response.text.contains("&lt;script&gt;"))
                #expect(!response.text.contains(" style="))
            }
        }
    }

    @Test("are for those who work with alerts; those who run the systems see these only", arguments: Role.allCases)
    func rights(role: Role) async throws {
        let runsSystems = role == .engineering || role == .successOps
        try await FixedSite().test { client in
            for (path, isOpen) in [
                ("/alerts", Self.seers.contains(role) || runsSystems), ("/alerts/1", Self.seers.contains(role)),
                ("/alerts/2", Self.seers.contains(role) || runsSystems),
            ] {
                try await client.execute(uri: path, method: .get, headers: .session(role)) { response in
                    #expect(response.status == (isOpen ? .ok : .forbidden), "\(path)")
                    if !isOpen || runsSystems { #expect(!response.text.contains("ritical customer"), "\(path)") }
                    #expect(response.text.contains("href=\"/alerts\"") == (Self.seers.contains(role) || runsSystems), "the menu")
                }
                try await client.execute(uri: path, method: .get) { #expect($0.status == .seeOther) }
            }
        }
    }

    @Test("let each role do what it may and nothing else", arguments: Role.allCases)
    func acts(role: Role) async throws {
        let manages = [Role.chairman, .successLead, .admin].contains(role)
        let site = FixedSite()
        try await site.test { client in
            for (path, form, isOpen) in [
                ("/alerts/1/comment", "comment=called", Self.seers.contains(role)),
                ("/alerts/1/acknowledge", "", Self.seers.contains(role)),
                ("/alerts/1/assign", "assignee=anna", manages), ("/alerts/1/resolve", "comment=done", manages),
                ("/alerts/2/comment", "comment=x", Self.seers.contains(role) || role == .engineering || role == .successOps),
                ("/alerts/silences", "rule=nps_drop&hours=24&why=known", manages), ("/alerts/silences/7/end", "", manages),
            ] {
                let response = try await post(client, path, as: role, form)
                #expect(response.status == (isOpen ? .seeOther : .forbidden), "\(path)")
            }
        }
        if !manages { #expect(site.alerts.silenced.withLock(\.count) == 0) }
        #expect(site.alerts.performed.withLock(\.self).allSatisfy { $0.actor == "user:Person \(role.rawValue)" })
    }

    @Test("take forms only with the secret of their page")
    func forgedForms() async throws {
        let site = FixedSite()
        try await site.test { client in
            for path in ["/alerts/1/acknowledge", "/alerts/1/resolve", "/alerts/silences", "/alerts/silences/7/end"] {
                #expect(try await post(client, path, as: .admin, "comment=x", csrf: "guessed").status == .forbidden)
            }
            var headers = HTTPFields.session(.admin).withForm()
            headers[.origin] = "https://elsewhere.example"
            try await client.execute(
                uri: "/alerts/1/acknowledge", method: .post, headers: headers, body: ByteBuffer(string: "csrf=csrf-of-admin")
            ) { #expect($0.status == .forbidden) }
            try await client.execute(uri: "/alerts/1/acknowledge", method: .get, headers: .session(.admin)) {
                #expect($0.status == .methodNotAllowed)
            }
        }
        let isUntouched = site.alerts.performed.withLock(\.isEmpty)
        #expect(isUntouched)
    }

    @Test("say how the clock stands, who has it, what happened and what was delivered")
    func page() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/alerts/1", method: .get, headers: .session(.successLead)) { response in
                for words in [
                    "Critical customer: Acme", "Firing", "answer by 2026-11-01 12:00 UTC, in 3 hours", "Score before", "47", "nobody yet",
                    "the score engine", "Slack #Acme", "120 ms", "Not delivered</span>", "no channel is set up", "Critical: Acme",
                    "hooks.example",
                    "action=\"/alerts/1/acknowledge\"", "action=\"/alerts/1/resolve\"", "href=\"/customers/acme\"",
                ] {
                    #expect(response.text.contains(words), "\(words)")
                }
                #expect(!response.text.contains("T0/secret") && !response.text.contains("key@"))
            }
            try await client.execute(uri: "/alerts/1", method: .get, headers: .session(.successTeam)) { response in
                #expect(response.text.contains("/acknowledge\"") && !response.text.contains("/resolve\""))
            }
            try await client.execute(uri: "/alerts/4", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("over since") && !response.text.contains("/resolve\""))
            }
        }
        var late = FixedSite()
        late.alerts = FixedAlerts(answerBy: Then.now.adding(seconds: -7_200))
        try await late.test { client in
            try await client.execute(uri: "/alerts/1", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("overdue since 2026-11-01 07:00 UTC, 2 hours"))
            }
        }
    }

    @Test("list what is asked for, page by page, with how many there are")
    func list() async throws {
        let site = FixedSite()
        try await site.test { client in
            try await client.execute(uri: "/alerts", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("3 open alerts"))
                #expect(response.text.contains("aria-current=\"true\">Open <span class=\"count\">3</span>"))
                #expect(!response.text.contains("href=\"/alerts/4\""))
            }
            let path = "/alerts?state=all&rule=&segment=enterprise&customer=acme&mine=1&sort=arr&limit=1"
            try await client.execute(uri: path, method: .get, headers: .session(.successTeam)) { response in
                let kept = "state=all&amp;segment=enterprise&amp;customer=acme&amp;mine=1&amp;sort=arr&amp;limit=1"
                #expect(response.text.contains("href=\"/alerts?\(kept)&amp;cursor=1\""))
            }
            try await client.execute(uri: "/alerts", method: .get, headers: .session(.engineering)) { response in
                #expect(response.text.contains("1 open alert<") && !response.text.contains("Critical customer"))
                #expect(!response.text.contains("NPS"), "neither in choices nor in silences")
            }
        }
        let asked = site.alerts.asked.withLock(\.self)
        #expect(asked[0].filter.states == AlertFilter.open.states && asked[0].filter.rules == nil)
        #expect(asked[1].filter.segment == .enterprise && asked[1].filter.customer == "acme" && asked[1].order == .arr)
        #expect(asked[1].filter.assignee == "Person success_team")
        #expect(asked[2].filter.rules?.contains(.systemDegraded) == true && asked[2].filter.rules?.contains(.criticalCustomer) == false)
    }

    @Test(
        "refuse what cannot be done, and say why",
        arguments: [
            ("/alerts/9/comment", "comment=x", HTTPResponse.Status.notFound, ""), ("/alerts/1/dance", "", .notFound, ""),
            ("/alerts/x/comment", "comment=x", .notFound, ""), ("/alerts/1/comment", "comment=+", .badRequest, "empty"),
            ("/alerts/1/resolve", "", .badRequest, "why it is over"), ("/alerts/1/assign", "assignee=", .badRequest, "to whom"),
            ("/alerts/4/resolve", "comment=x", .conflict, "closed in the meantime"),
            ("/alerts/silences", "rule=nps_drop&hours=5&why=x", .badRequest, "hours"),
            ("/alerts/silences", "hours=24&why=x", .badRequest, "a rule, a segment or a customer"),
            ("/alerts/silences", "rule=nps_drop&hours=24&why=", .badRequest, "why it is silenced"),
            ("/alerts/silences", "rule=love&hours=24&why=x", .badRequest, "no rule"),
            ("/alerts/silences", "customer=nobody&hours=24&why=x", .badRequest, "no customer"),
            ("/alerts/silences/8/end", "", .notFound, ""),
        ])
    func refusals(path: String, form: String, status: HTTPResponse.Status, words: String) async throws {
        try await FixedSite().test { client in
            let response = try await post(client, path, as: .admin, form)
            #expect(response.status == status)
            #expect(words.isEmpty || response.text.lowercased().contains(words), "\(response.text)")
        }
    }

    @Test("go back to where a silence was asked for, and nowhere else")
    func silences() async throws {
        let site = FixedSite()
        try await site.test { client in
            let form = "rule=critical_customer&customer=acme&hours=4&why=moving"
            for (next, place) in [("/alerts/1", "/alerts/1"), ("//evil.example", "/alerts#silences"), ("", "/alerts#silences")] {
                let response = try await post(client, "/alerts/silences", as: .successLead, form + "&next=" + next)
                #expect(response.status == .seeOther && response.headers[.location] == place)
            }
        }
        #expect(
            site.alerts.silenced.withLock(\.first)
                == SilenceWish(
                    rule: .criticalCustomer, segment: nil, customer: "acme", until: Then.now.adding(seconds: 4 * 3_600), why: "moving"))
    }

    @Test("do not call a count exact that is not")
    func manyClosed() async throws {
        var site = FixedSite()
        site.alerts = FixedAlerts(countedInPart: [.resolved])
        try await site.test { client in
            try await client.execute(uri: "/alerts", method: .get, headers: .session(.admin)) { response in
                for words in [">Resolved <span class=\"count\">1+</span>", ">All <span class=\"count\">4+</span>"] {
                    #expect(response.text.contains(words), "\(words)")
                }
                #expect(response.text.contains(">Suppressed <span class=\"count\">0</span>"))
                #expect(response.text.contains(">Open <span class=\"count\">3</span>"))
            }
            try await client.execute(uri: "/api/v1/alerts", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains(#""resolved":null"#) && response.text.contains(#""resolved":1"#))
            }
        }
    }
}
