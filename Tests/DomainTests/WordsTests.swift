import Domain
import Foundation
import Testing

@Suite struct SegmentTests {
    @Test(
        arguments: [
            ("enterprise", Segment.enterprise), ("professional", .professional), ("basic", .basic), ("free", .free), ("Enterprise", .free),
            (nil, .free), ("", .free),
        ] as [(String?, Segment)]) func followsTheTier(tier: String?, segment: Segment)
    {
        #expect(Segment(subscriptionTier: tier) == segment)
    }
}

@Suite struct HealthStatusTests {
    @Test func readsOptions() {
        #expect(HealthStatus(option: "at-risk") == .atRisk)
        #expect(HealthStatus(option: "Critical") == .critical)
        #expect(HealthStatus(option: "poor") == nil)
    }
}

@Suite struct JSONTests {
    @Test func keepsOrderAndDigits() {
        let json: JSON = .object([
            "b": .decimal(Decimal(string: "26.50") ?? 0), "a": .array([.integer(1), .null, .bool(true)]), "empty": .array([]),
        ])
        #expect(json.text() == #"{"b":26.5,"a":[1,null,true],"empty":[]}"#)
        #expect(json.text(indented: true) == "{\n  \"b\": 26.5,\n  \"a\": [\n    1,\n    null,\n    true\n  ],\n  \"empty\": []\n}")
    }

    @Test func escapesWhatMustBe() {
        #expect(JSON.string("a\"b\\c\n\t\u{1}\u{2028}é").text() == #""a\"b\\c\n\t\u0001\u2028é""#)
    }

    @Test func absentValuesAreNull() {
        #expect(JSON.from(nil as Int?) == .null && JSON.from(nil as Moment?) == .null)
        #expect(JSON.from(7) == .integer(7))
    }
}
