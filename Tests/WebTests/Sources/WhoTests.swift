import Access
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

@Suite("Who did it")
struct WhoTests {
    @Test(
        "has one name in ledgers and audit log",
        arguments: [
            (Who.Kind.session(id: "s", csrf: "c"), "user:ada", AuditActor.account("ada", address: "192.0.2.1")),
            (.token(id: "t"), "token:ada", .token("ada", address: "192.0.2.1")),
            (.demo(csrf: "c"), "user:ada", .account("ada", address: "192.0.2.1")),
        ])
    func names(kind: Who.Kind, actor: String, audited: AuditActor) {
        let who = Who(name: "ada", role: .admin, kind: kind)
        #expect(who.actor == actor)
        #expect(who.auditActor(address: "192.0.2.1") == audited)
    }

    @Test("is the demo's visitor on every page of the demo")
    func demo() async throws {
        var site = FixedSite()
        site.gate = FixedGate(isOpen: true)
        try await site.test { client in
            for path in [
                "/alerts/deliveries/\(FixedAlerts.givenUp.uuidString)/retry", "/alerts/routes/critical/test", "/gates/baseline/reset",
                "/alerts/1/acknowledge",
            ] {
                try await client.execute(
                    uri: path, method: .post, headers: HTTPFields().withForm(), body: ByteBuffer(string: "csrf=csrf-of-demo&why=tried")
                ) { #expect($0.status.code < 400, "\(path)") }
            }
        }
        #expect(site.alerts.audited.withLock(\.self) == ["retry by Visitor", "test critical by Visitor"])
        #expect(site.gates.changes.withLock { $0.map(\.actor.name) } == ["Visitor"])
        #expect(site.alerts.performed.withLock { $0.map(\.actor) } == ["user:Visitor"])
    }
}
