import Testing

@testable import Settings

@Suite("A value by itself")
struct ValueTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let given: String
        /// The value planned, or the code of the fault.
        let expected: String

        init(_ given: String, _ expected: String) { (self.given, self.expected) = (given, expected) }
        var testDescription: String { "\(given) → \(expected)" }
    }

    static let accepted = [
        // Whole numbers, at the edges of the range and in odd spelling
        Case("ticket_penalty=5", "5"), Case("ticket_penalty=20", "20"), Case("ticket_penalty=007", "7"), Case("ticket_penalty=7.0", "7"),
        Case("nps_positive_threshold=-100", "-100"), Case("nps_positive_threshold=50", "50"), Case("nps_positive_threshold=-7", "-7"),
        Case("high_value_arr=100000000", "100000000"), Case("high_value_arr=0", "0"), Case("high_value_arr=-0", "0"),
        // Decimals
        Case("target_uptime_percent=95", "95"), Case("target_uptime_percent=99.99", "99.99"), Case("target_uptime_percent=099.90", "99.9"),
        Case("target_uptime_percent=97.0", "97"),
        Case("target_uptime_percent=95.00000000000000000000000000000000001", "95.00000000000000000000000000000000001"),
        // Words and texts
        Case("weekly_digest_day=Sunday", "Sunday"), Case("crm_platform=hubspot", "hubspot"),
        Case("ops_email=a=b@example.com", "a=b@example.com"), Case("critical_slack_channel=", ""),
        Case("customer_id_field='", "'"),
        // Where messages go
        Case("critical_slack_channel=#general", "#general"), Case("chairman_escalation_slack=U024BE7LH", "U024BE7LH"),
        Case("at_risk_digest_recipients=a@x.example,b@y.example", "a@x.example,b@y.example"), Case("ops_email=", ""),
    ]

    @Test("is accepted, in its normal form", arguments: accepted)
    func isAccepted(_ value: Case) throws {
        #expect(try Specification.defaults.plan(value.given).changes.map(\.after) == [value.expected])
    }

    static let refused = [
        Case("ticket_penalty=4", "parameter-out-of-range"), Case("ticket_penalty=21", "parameter-out-of-range"),
        Case("ticket_penalty=-5", "parameter-out-of-range"), Case("ticket_penalty=99999999999999999999999", "parameter-out-of-range"),
        Case("ticket_penalty=", "parameter-not-whole"), Case("ticket_penalty=ten", "parameter-not-whole"),
        Case("ticket_penalty=10.5", "parameter-not-whole"), Case("ticket_penalty=1e1", "parameter-not-whole"),
        Case("ticket_penalty=+10", "parameter-not-whole"), Case("ticket_penalty=--10", "parameter-not-whole"),
        Case("ticket_penalty=1,0", "parameter-not-whole"), Case("ticket_penalty=0x10", "parameter-not-whole"),
        Case("ticket_penalty=١٠", "parameter-not-whole"), Case("ticket_penalty=-", "parameter-not-whole"),
        Case("ticket_penalty=10;DROP", "parameter-not-whole"), Case("nps_positive_threshold=-101", "parameter-out-of-range"),
        Case("target_uptime_percent=94.99", "parameter-out-of-range"), Case("target_uptime_percent=99.991", "parameter-out-of-range"),
        Case("target_uptime_percent=99.99000000000000000000000000000000000000001", "parameter-out-of-range"),
        Case("target_uptime_percent=99,5", "parameter-not-decimal"), Case("target_uptime_percent=99.", "parameter-not-decimal"),
        Case("target_uptime_percent=.5", "parameter-not-decimal"), Case("target_uptime_percent=9.9.5", "parameter-not-decimal"),
        Case("target_uptime_percent=NaN", "parameter-not-decimal"), Case("target_uptime_percent=99.5%", "parameter-not-decimal"),
        Case("target_uptime_percent=9.95e1", "parameter-not-decimal"), Case("target_uptime_percent=infinity", "parameter-not-decimal"),
        Case("weekly_digest_day=monday", "parameter-not-a-choice"), Case("weekly_digest_day=", "parameter-not-a-choice"),
        Case("crm_platform=zoho", "parameter-not-a-choice"), Case("ops_email=a\0b", "parameter-zero-byte"),
        Case("ops_email=garbage", "parameter-not-a-target"), Case("ops_email=a@x.example,,b@y.example", "parameter-not-a-target"),
        Case("ops_email=,a@x.example", "parameter-not-a-target"), Case("ops_email=a@x.example,", "parameter-not-a-target"),
        Case("at_risk_digest_recipients=a@b.example\nBcc:v@e.example", "parameter-not-a-target"),
        Case("system_slack_channel=general", "parameter-not-a-target"),
        Case("retention_slack_channel=a@x.example", "parameter-not-a-target"),
        Case("chairman_escalation_email=@chairman", "parameter-not-a-target"), Case("critical_slack_channel=#", "parameter-not-a-target"),
        Case("healthy_treshold=70", "parameter-unknown"), Case("ticket_penalty=10 ticket_penalty=11", "parameter-given-twice"),
        Case("ticket_penalty=10 ticket_penalty=10", "parameter-given-twice"), Case("", "parameter-nothing-given"),
    ]

    @Test("is refused, with a stable code", arguments: refused)
    func isRefused(_ value: Case) throws {
        #expect(try Specification.defaults.faults(value.given).map(\.code) == [value.expected])
    }

    @Test("that is no target is named, with what is wanted")
    func target() throws {
        let assignments = [
            ParameterAssignment(name: "chairman_escalation_slack", value: "#x y"), .init(name: "ops_email", value: "a@x\nBcc: b@y"),
        ]
        let refusal = try #require(throws: ParameterRefusal.self) { try Specification.defaults.plan(setting: assignments) }
        #expect(
            refusal.faults.map(\.problem) == [
                "chairman_escalation_slack: '#x y' is not a Slack channel like #name, a person like @name, or an id",
                "ops_email: 'a@x Bcc: b@y' is not an e-mail address, or several with one comma between two of them",
            ])
        #expect(Specification.defaults.faults == [])
        let stored = Specification.defaults.having(["ops_email": "garbage"])
        #expect(stored.faults.map(\.code) == ["parameter-not-a-target"])
        // What is wrong already keeps nobody from changing something else.
        #expect(try stored.plan("nps_target_score=40").changes.count == 1)
    }

    @Test("of every number is accepted at both ends of its range and refused beyond", arguments: Specification.defaults.all)
    func keepsItsRange(_ parameter: Parameter) throws {
        guard case .whole(let range) = parameter.kind else { return }
        for value in [range.lowerBound, range.upperBound] {
            #expect(try parameter.kind.normalForm(of: "\(value)", for: parameter.name) == "\(value)")
        }
        for value in [range.lowerBound - 1, range.upperBound + 1] {
            #expect(
                throws: ParameterFault.outOfRange(
                    name: parameter.name, value: "'\(value)'".filter { $0 != "'" }, range: parameter.kind.rangeText)
            ) {
                try parameter.kind.normalForm(of: "\(value)", for: parameter.name)
            }
        }
    }

    @Test("that is wrong does not hide the next: all faults come at once, in the order given")
    func allFaultsAtOnce() throws {
        let faults = try Specification.defaults.faults("healthy_threshold=91 crm_platform=zoho nonsense=1 active_login_days=x")
        #expect(
            faults.map(\.code) == [
                "parameter-out-of-range", "parameter-not-a-choice", "parameter-unknown", "parameter-not-whole",
            ])
    }

    @Test("is split from its name at the first =")
    func assignment() throws {
        #expect(try ParameterAssignment("a=b=c") == ParameterAssignment(name: "a", value: "b=c"))
        #expect(try ParameterAssignment("a=") == ParameterAssignment(name: "a", value: ""))
        for text in ["a", "=1", ""] {
            #expect(throws: ParameterFault.notAnAssignment(text)) { try ParameterAssignment(text) }
        }
    }

    @Test(
        "under a wrong name is asked about the nearest",
        arguments: [
            ("healthy_treshold", "healthy_threshold"), ("Healthy_Threshold", "healthy_threshold"),
            ("health_threshold", "healthy_threshold"),
            ("tickt_penalty", "ticket_penalty"), ("nps_minimum_responses", "nps_min_responses"), ("cooldown", "campaign_cooldown_days"),
            ("penalty", "ticket_penalty"), ("xyz", nil), ("", nil),
        ] as [(String, String?)])
    func nearestName(_ name: String, _ nearest: String?) {
        #expect(NearestName.of(name, among: Specification.defaults.all.map(\.name)) == nearest)
    }

    @Test("of words suggests the word meant")
    func nearestWord() throws {
        let fault = try #require(try Specification.defaults.faults("weekly_digest_day=monday").first)
        #expect(
            fault.description
                == "weekly_digest_day: 'monday' is not one of its words; did you mean Monday? possible are "
                + "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday [parameter-not-a-choice]")
    }
}
