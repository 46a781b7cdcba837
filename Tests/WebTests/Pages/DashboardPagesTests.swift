import Access
import Dashboards
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Web

@Suite struct DashboardPagesTests {
    @Test(arguments: Role.allCases) func showsEachRoleItsPagesAndMenuAndRefusesTheOthers(role: Role) async throws {
        try await FixedSite().test { client in
            for name in DashboardName.allCases {
                try await client.execute(uri: "/\(name.rawValue)", method: .get, headers: .session(role)) { response in
                    if role.may(.see(name)) {
                        #expect(response.status == .ok)
                        #expect(response.text.contains("<h1>\(name.title)</h1>"))
                    } else {
                        #expect(response.status == .forbidden)
                        for other in Right.see(name).roles { #expect(response.text.contains(other.title)) }
                    }
                    for entry in DashboardName.allCases {
                        #expect(response.text.contains("<a href=\"/\(entry.rawValue)\"") == role.may(.see(entry)))
                    }
                    #expect(response.text.contains("<a href=\"/customers\"") == role.may(.seeCustomers))
                }
            }
            try await client.execute(uri: "/", method: .get, headers: .session(role)) { response in
                #expect(response.status == .seeOther)
                #expect(response.headers[.location] == role.dashboards.first.map { "/" + $0.rawValue })
            }
        }
    }

    @Test func holdsFiguresTargetsVerdictsDefinitionsTablesAndEmptyStates() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/executive", method: .get, headers: .session(.admin)) { response in
                for text in [
                    "71.35", "of 1,934 customers", "Target: at least 70", "on target", "The mean of all customers&#39; scores.",
                    "No exit survey was answered.", "Import exit_surveys.csv.", "<td class=\"number\">48,000</td>", "2026-10-31 21:04 UTC",
                    "href=\"/executive/overall-health.csv\"", "data-age", "66.70 %",
                ] {
                    #expect(response.text.contains(text), "\(text)")
                }
            }
        }
    }

    @Test func tellsChartsInWordsAndGapsAsNotObservable() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/executive", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("Gauge: 71.35 on a scale from 0 to 100. Marks: Target (70)."))
                #expect(response.text.contains("Aug 87 %, Sep not observable yet, Oct not observable yet."))
                #expect(response.text.contains("the true value is likely between -4 and 29"))
            }
        }
    }

    @Test func sizesAndTonesPhrases() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/insights", method: .get, headers: .session(.product)) { response in
                #expect(response.text.contains("class=\"word w8 worse\" data-word=\"slow export\""))
                #expect(response.text.contains("40 mentions, mean score 4.1 against 7 overall"))
                #expect(response.text.contains("class=\"word w1 same\" data-word=\"price\""))
                #expect(response.text.contains("<tr data-key=\"slow export\">"))
            }
        }
    }

    @Test func linksCustomersForThoseOnlyWhoMaySeeThem() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/campaigns", method: .get, headers: .session(.successTeam)) { response in
                #expect(response.text.contains("<a href=\"/customers/C-0007\">C-0007</a>"))
                #expect(response.text.contains("<a href=\"/customers/a%2Fb%20%3F\">a/b ?</a>"))
            }
            try await client.execute(uri: "/campaigns", method: .get, headers: .session(.marketing)) { response in
                #expect(response.text.contains("<td>C-0007</td>"))
                #expect(!response.text.contains("href=\"/customers"))
            }
        }
    }

    @Test func groupsAlternativesOnOneCard() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/executive", method: .get, headers: .session(.eva)) { response in
                #expect(response.text.components(separatedBy: "data-choices").count == 2)
                #expect(response.text.contains("<input type=\"radio\" name=\"retention\" value=\"retention-unbounded\" checked>"))
                #expect(response.text.contains("id=\"retention-bounded\""))
            }
        }
    }

    @Test func escapesEveryText() async throws {
        for text in [
            "<script>alert(1)</script>", "\" onload=\"x", "' autofocus onfocus='x", "\"\u{301} onclick=x y=\"", "{{csrf}}{{{body}}}",
        ] {
            let dashboard = SampleDashboards.hostile(text)
            let site = FixedSite(dashboards: FixedDashboards([DashboardSnapshot(id: 1, dashboard: dashboard)]))
            try await site.test { client in
                try await client.execute(uri: "/executive", method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == .ok)
                    // By bytes: to Swift, a quotation mark with an accent is another character than one without.
                    let page = Array(response.body.readableBytesView)
                    #expect(
                        !text.contains("{{") ? page.firstRange(of: Array(text.utf8)) == nil : response.text.contains("{{csrf}}{{{body}}}"))
                }
            }
        }
    }

    @Test func showsAnOlderSnapshotAndSaysSo() async throws {
        let dashboards = FixedDashboards([
            SampleDashboards.snapshot(.executive, id: 1, asOf: Then.night.adding(days: -3)), SampleDashboards.snapshot(.executive, id: 2),
        ])
        try await FixedSite(dashboards: dashboards).test { client in
            try await client.execute(uri: "/executive?as_of=2026-10-30", method: .get, headers: .session(.chairman)) { response in
                #expect(response.status == .ok)
                #expect(response.text.contains("an older snapshot"))
                #expect(response.text.contains("2026-10-29 02:00 UTC"))
                #expect(response.text.contains("/executive/nps.csv?as_of=2026-10-29T02%3A00%3A00Z"))
            }
            try await client.execute(uri: "/executive", method: .get, headers: .session(.chairman)) { response in
                #expect(!response.text.contains("an older snapshot"))
                #expect(response.text.contains("<option value=\"2026-10-29T02:00:00Z\">"))
            }
            try await client.execute(uri: "/executive?as_of=2020-01-01", method: .get, headers: .session(.chairman)) { response in
                #expect(response.status == .badRequest)
                #expect(response.text.contains("2020-01-01 00:00 UTC"))
            }
            try await client.execute(uri: "/executive?as_of=%3Cb%3Esoon", method: .get, headers: .session(.chairman)) { response in
                #expect(response.status == .badRequest)
                #expect(response.text.contains("&lt;b&gt;soon"))
            }
        }
    }

    @Test func offersToTakeTheFirstSnapshot() async throws {
        try await FixedSite(dashboards: FixedDashboards([])).test { client in
            try await client.execute(uri: "/system", method: .get, headers: .session(.engineering)) { response in
                #expect(response.status == .ok)
                #expect(response.text.contains("There is no snapshot yet"))
                #expect(response.text.contains("action=\"/system/take\""))
                #expect(response.text.contains("value=\"csrf-of-engineering\""))
            }
        }
    }

    @Test func takesAgain() async throws {
        let dashboards = FixedDashboards()
        try await FixedSite(dashboards: dashboards).test { client in
            try await client.execute(
                uri: "/system/take", method: .post, headers: .session(.engineering).withForm(),
                body: ByteBuffer(string: "csrf=csrf-of-engineering")
            ) { response in
                #expect(response.status == .seeOther)
                #expect(response.headers[.location] == "/system")
            }
            try await client.execute(
                uri: "/executive/take", method: .post, headers: .session(.engineering).withForm(),
                body: ByteBuffer(string: "csrf=csrf-of-engineering")
            ) { response in
                #expect(response.status == .forbidden)
            }
            await dashboards.beTaking()
            try await client.execute(
                uri: "/system/take", method: .post, headers: .session(.engineering).withForm(),
                body: ByteBuffer(string: "csrf=csrf-of-engineering")
            ) { response in
                #expect(response.status == .conflict)
                #expect(response.text.contains("being taken"))
            }
        }
        #expect(await dashboards.takes == [.system])
    }

    @Test func aKeptPageHoldsNobodyElsesNameOrSecret() async throws {
        let people = [
            "one": Who(name: "Zoe <Admin>", role: .admin, kind: .session(id: "1", csrf: "first-secret")),
            "two": Who(name: "Bob", role: .admin, kind: .session(id: "2", csrf: "second-secret")),
        ]
        try await FixedSite(gate: FixedGate(people: people)).test { client in
            var tags: Set<String> = []
            for _ in 0..<2 {
                try await client.execute(uri: "/executive", method: .get, headers: .session("one")) { response in
                    #expect(response.text.contains("Zoe &lt;Admin&gt;"))
                    #expect(response.text.contains("first-secret"))
                    #expect(!response.text.contains("second-secret") && !response.text.contains("Bob"))
                    tags.insert(response.headers[.eTag] ?? "")
                }
                try await client.execute(uri: "/executive", method: .get, headers: .session("two")) { response in
                    #expect(response.text.contains("second-secret"))
                    #expect(!response.text.contains("first-secret") && !response.text.contains("Zoe"))
                    tags.insert(response.headers[.eTag] ?? "")
                }
            }
            #expect(tags.count == 2)
        }
    }

    @Test func answersNotModifiedToWhoHasThePage() async throws {
        let dashboards = FixedDashboards()
        try await FixedSite(dashboards: dashboards).test { client in
            let tag = try await client.execute(uri: "/executive", method: .get, headers: .session(.admin)) { response in
                #expect(response.headers[.cacheControl] == "private, no-cache")
                #expect(response.headers[.vary] == "Cookie")
                return try #require(response.headers[.eTag])
            }
            var headers = HTTPFields.session(.admin)
            headers[.ifNoneMatch] = tag
            try await client.execute(uri: "/executive", method: .get, headers: headers) { response in
                #expect(response.status == .notModified)
                #expect(response.body.readableBytes == 0)
            }
            // A session that ended gets no confirmation either.
            try await client.execute(uri: "/executive", method: .get, headers: [.ifNoneMatch: tag]) { response in
                #expect(response.status == .seeOther)
            }
            _ = try await dashboards.take(.executive, now: Then.now)
            try await client.execute(uri: "/executive", method: .get, headers: headers) { response in
                #expect(response.status == .ok)
            }
        }
    }

    @Test func givesEachPanelAsCSV() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/executive/critical-customers.csv", method: .get, headers: .session(.chairman)) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentDisposition] == "attachment; filename=\"executive-critical-customers.csv\"")
                #expect(
                    response.text
                        == "customer,name,arr,since,score\r\nC-0007,Ada & Sons,48000,2026-10-31T21:04:00Z,31\r\n"
                        + "a/b ?,'=cmd(),,2026-10-31T23:40:00Z,12\r\n")
            }
            try await client.execute(uri: "/executive/no-such.csv", method: .get, headers: .session(.chairman)) { response in
                #expect(response.status == .notFound)
            }
            try await client.execute(uri: "/executive/nps.csv", method: .get, headers: .session(.marketing)) { response in
                #expect(response.status == .forbidden)
            }
            try await client.execute(uri: "/executive/nps.csv", method: .get) { response in
                #expect(response.status == .seeOther)
            }
        }
    }
}
