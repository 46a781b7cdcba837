import Access
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(20))) struct ServerTests {
    private let password = "correct horse battery"
    private let somebody = AuditActor.machineUser("tests")

    /// Adds users of some roles, named by them, and one customer.
    private func furnish(_ database: TestDatabase, roles: [Role]) async throws -> Access {
        let access = Access(pool: database.pool)
        let now = SystemClock().now
        for role in roles {
            try await access.accounts.add(name: role.rawValue, role: role, password: Password(new: password), by: somebody, now: now)
        }
        try await database.pool.execute(
            """
            INSERT INTO mainstay.users (user_id, external_id, name, created_at, last_login)
            VALUES (\(CustomerID(source: "acme").uuid), 'acme', 'Acme <b>Ltd</b>', \(now.adding(days: -100)), \(now.adding(days: -3)))
            """)
        return access
    }

    @Test func somebodySignsInSeesAPageAndSignsOut() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await furnish(database, roles: [.successTeam])
            try await RunningServer.with(database) { visitor in
                let closed = try await visitor.get("/campaigns")
                #expect(closed.status == 303 && closed.headers["location"]?.hasPrefix("/sign-in") == true)
                #expect(try await visitor.signIn("success_team", "wrong password!").status == 422)
                #expect(try await visitor.get("/campaigns").status == 303)

                let welcome = try await visitor.signIn("success_team", password)
                #expect(welcome.status == 303 && welcome.headers["location"] == "/")
                #expect(welcome.headers["set-cookie"]?.contains("HttpOnly") == true)
                let page = try await visitor.get("/campaigns")
                #expect(page.status == 200 && page.body.contains("Campaign performance"))
                #expect(page.headers["content-security-policy"]?.contains("default-src") == true)
                #expect(try await visitor.get("/executive").status == 403)
                #expect(try await visitor.get("/api/v1/metrics/system").status == 403)

                let customer = try await visitor.get("/customers/acme")
                #expect(customer.status == 200 && !customer.body.contains("<b>Ltd"))

                let before = visitor.cookies
                #expect(try await visitor.post("/sign-out", ["csrf": "guessed"]).status == 403)
                #expect(try await visitor.post("/sign-out", ["csrf": page.csrf ?? ""]).status == 303)
                #expect(try await visitor.get("/campaigns").status == 303)
                #expect(visitor.cookies != before)
            }
        }
    }

    @Test func aProgramAsksWithATokenUntilItIsRevoked() async throws {
        try await TestDatabase.withMigrated { database in
            let access = try await furnish(database, roles: [])
            let token = try await access.tokens.create(name: "reports", role: .engineering, by: somebody, now: SystemClock().now)
            try await RunningServer.with(database) { visitor in
                #expect(try await visitor.get("/api/v1/metrics/system").status == 401)
                visitor.headers["Authorization"] = "Bearer \(token.text.text)"
                let answer = try await visitor.get("/api/v1/metrics/system")
                #expect(answer.status == 200 && answer.headers["content-type"]?.hasPrefix("application/json") == true)
                let refused = try await visitor.get("/api/v1/metrics/health")
                #expect(refused.status == 403 && refused.headers["content-type"]?.hasPrefix("application/problem+json") == true)
                visitor.headers["Authorization"] = "Bearer mst_0123456789ab_\(String(repeating: "0", count: 64))"
                #expect(try await visitor.get("/api/v1/metrics/system").status == 401)
            }
        }
    }

    @Test func everyDashboardHasASnapshotFromTheFirstMoment() async throws {
        try await TestDatabase.withMigrated { database in
            let access = try await furnish(database, roles: [])
            let token = try await access.tokens.create(name: "eva", role: .eva, by: somebody, now: SystemClock().now)
            try await RunningServer.with(database) { visitor in
                visitor.headers["Authorization"] = "Bearer \(token.text.text)"
                for name in DashboardName.allCases {
                    // The first are taken while the server is up already.
                    var answer = try await visitor.get("/api/v1/dashboards/\(name.rawValue)")
                    while answer.status == 404 { answer = try await visitor.get("/api/v1/dashboards/\(name.rawValue)") }
                    #expect(answer.status == 200 && answer.body.contains("\"panels\""))
                }
            }
        }
    }

    @Test func sessionsOutliveTheServer() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await furnish(database, roles: [.admin])
            let cookies = try await RunningServer.with(database) { visitor in
                _ = try await visitor.signIn("admin", password)
                return visitor.cookies
            }
            try await RunningServer.with(database) { visitor in
                visitor.headers["Cookie"] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
                let page = try await visitor.get("/system")
                #expect(page.status == 200)
            }
        }
    }

    @Test func behindAProxyCookiesAreBoundToTLSAndAddressesAreItsWord() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await furnish(database, roles: [.admin])
            let settings = ServerSettings(address: ListenAddress(host: "127.0.0.1", port: 0), isBehindTLSProxy: true)
            try await RunningServer.with(database, settings: settings) { visitor in
                visitor.headers["X-Forwarded-For"] = "203.0.113.9, 198.51.100.7"
                let welcome = try await visitor.signIn("admin", password)
                let cookie = try #require(welcome.headers["set-cookie"])
                #expect(cookie.contains("__Host-mainstay-session=") && cookie.contains("Secure"))
                let address: String? = try await database.pool.query(
                    "SELECT address FROM mainstay.audit_log WHERE action = 'sign-in'"
                ).first?.decode("address")
                #expect(address == "198.51.100.7", "the last hop is the one that the proxy saw")
            }
        }
    }

    @Test func anAddressThatOthersReachAsksForUsersAndTLS() async throws {
        try await TestDatabase.withMigrated { database in
            let everywhere = ListenAddress(host: "0.0.0.0", port: 0)
            await #expect(throws: ServerRefusal.exposed(everywhere, missing: [.users, .tls])) {
                try await RunningServer.with(database, settings: ServerSettings(address: everywhere)) { _ in }
            }
            try await RunningServer.with(
                database, settings: ServerSettings(address: everywhere, allowsInsecureBinding: true)
            ) { visitor in
                let probe = try await visitor.get("/healthz")
                #expect(probe.status == 200)
            }
            _ = try await furnish(database, roles: [.admin])
            try await RunningServer.with(
                database, settings: ServerSettings(address: everywhere, isBehindTLSProxy: true)
            ) { visitor in
                let probe = try await visitor.get("/healthz")
                #expect(probe.status == 200)
            }
        }
    }

    @Test func aTakenPortIsSaidOrPassedOver() async throws {
        try await TestDatabase.withMigrated { database in
            try await RunningServer.with(database) { visitor in
                let port = try #require(Int(visitor.base.split(separator: ":").last ?? ""))
                let taken = ListenAddress(host: "127.0.0.1", port: port)
                let error = await #expect(throws: ServerRefusal.self) {
                    try await RunningServer.with(database, settings: ServerSettings(address: taken)) { _ in }
                }
                guard case .cannotListen(taken, _) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                try await RunningServer.with(
                    database, settings: ServerSettings(address: taken, sparePorts: 19), audience: .demo
                ) { other in
                    #expect(other.base != visitor.base)
                    let probe = try await other.get("/healthz")
                    #expect(probe.status == 200)
                }
            }
        }
    }

    @Test func theDemoLetsEverybodyOnThisMachineInAsAnyRole() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await furnish(database, roles: [])
            try await RunningServer.with(database, audience: .demo) { visitor in
                let page = try await visitor.get("/system")
                #expect(page.status == 200 && page.body.contains("no password"))
                #expect(try await visitor.post("/demo/role", ["role": "product", "csrf": "guessed"]).status == 403)
                #expect(try await visitor.post("/demo/role", ["role": "product", "csrf": page.csrf ?? ""]).status == 303)
                #expect(try await visitor.get("/system").status == 403)
                #expect(try await visitor.get("/insights").status == 200)
                // A page elsewhere that calls itself by this address.
                visitor.headers["Host"] = "evil.example"
                #expect(try await visitor.get("/insights").status == 421)
            }
            for host in ["0.0.0.0", "::", "example.com"] {
                let settings = ServerSettings(
                    address: ListenAddress(host: host, port: 0), isBehindTLSProxy: true, allowsInsecureBinding: true)
                await #expect(throws: ServerRefusal.demoBeyondThisMachine(settings.address)) {
                    try await RunningServer.with(database, settings: settings, audience: .demo) { _ in }
                }
            }
        }
    }
}
