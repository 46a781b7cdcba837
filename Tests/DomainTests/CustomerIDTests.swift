import Domain
import Foundation
import Testing

@Suite struct CustomerIDTests {
    @Test func uuidV5FollowsTheStandard() throws {
        // RFC 9562, appendix A.4: the DNS namespace and www.example.com.
        let dns = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        #expect(UUIDv5.make(namespace: dns, name: "www.example.com".utf8).uuidString.lowercased() == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }

    @Test func sourceIdsAreMappedInTheFixedNamespace() throws {
        #expect(CustomerID.namespace.uuidString.lowercased() == "6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a11")
        let id = CustomerID(source: "00001")
        #expect(id.uuid == UUIDv5.make(namespace: CustomerID.namespace, name: "00001".utf8))
        #expect(id.externalID == "00001" && id.shown == "00001")
    }

    @Test func aUUIDStandsForItself() throws {
        let id = CustomerID(source: "2ED6657D-E927-568B-95E1-2665A8AEA6A2")
        #expect(id.externalID == nil)
        #expect(id.shown == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }

    @Test(arguments: [
        "2ed6657de927568b95e12665a8aea6a2", "{2ed6657d-e927-568b-95e1-2665a8aea6a2}", "2ed6657d-e927-568b-95e1-2665a8aea6a",
        "Zed6657d-e927-568b-95e1-2665a8aea6a2",
    ])
    func otherFormsAreSourceIds(text: String) {
        #expect(CustomerID(source: text).externalID == text)
    }
}
