import Testing

@testable import Settings

@Suite("Rules between parameters")
struct RulesTests {
    static let kept = [
        "engagement_weight=50 support_weight=30 value_weight=20",
        "engagement_weight=100 support_weight=0 value_weight=0",
        "engagement_weight=41 support_weight=29",
        "active_login_days=2 moderate_login_days=3",
        "active_login_days=6",
        "moderate_login_days=14 low_login_days=15",
        "low_login_days=8",
        "healthy_threshold=60 at_risk_threshold=59",
        "at_risk_threshold=60",
        "active_engagement_points=30",
        "moderate_engagement_points=40",
        "moderate_engagement_points=20",
        "low_engagement_points=30",
        "active_engagement_points=0 moderate_engagement_points=0 low_engagement_points=0",
        "min_support_points=10 max_support_points=10",
        "max_support_points=0",
        // Not rules: nothing else is compared.
        "nps_positive_threshold=50 nps_target_score=0 nps_excellent_score=30",
        "at_risk_email_delay_days=3 at_risk_guide_delay_days=1",
        "critical_response_hours=48 chairman_escalation_hours=24",
        "max_value_points=0",
    ]

    @Test("that are kept", arguments: kept)
    func areKept(_ change: String) throws {
        #expect(try Specification.defaults.faults(change) == [])
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let change: String
        let faults: [String]

        init(_ change: String, _ faults: String...) { (self.change, self.faults) = (change, faults) }
        var testDescription: String { change }
    }

    private static let weights = "parameter-weights-sum"
    private static let days = "parameter-days-order"
    private static let points = "parameter-points-order"

    static let broken = [
        Broken("engagement_weight=50", weights),
        Broken("engagement_weight=39", weights),
        Broken("engagement_weight=100 support_weight=100 value_weight=100", weights),
        Broken("engagement_weight=0 support_weight=0 value_weight=0", weights),
        Broken("active_login_days=7", days),
        Broken("moderate_login_days=2 active_login_days=2", days),
        Broken("active_login_days=3 moderate_login_days=2", days),
        Broken("moderate_login_days=14 low_login_days=14", days),
        Broken("low_login_days=8 moderate_login_days=9", days),
        Broken("active_login_days=7 moderate_login_days=2", days),
        Broken("active_login_days=7 low_login_days=8 moderate_login_days=14", days),
        Broken("healthy_threshold=60 at_risk_threshold=60", "parameter-thresholds-order"),
        Broken("active_engagement_points=29", points),
        Broken("moderate_engagement_points=19", points),
        Broken("low_engagement_points=30 moderate_engagement_points=29", points),
        Broken("active_engagement_points=10", points),
        Broken("active_engagement_points=10 moderate_engagement_points=15", points, points),
        Broken("max_support_points=5 min_support_points=6", "parameter-support-order"),
        Broken(
            "engagement_weight=50 active_login_days=7 healthy_threshold=60 at_risk_threshold=60", weights, days,
            "parameter-thresholds-order"),
    ]

    @Test("that are broken, each with its code", arguments: broken)
    func areBroken(_ case: Broken) throws {
        #expect(try Specification.defaults.faults(`case`.change).map(\.code) == `case`.faults)
    }

    @Test(
        "say how to do it right",
        arguments: [
            ("engagement_weight=50", "engagement_weight=50 support_weight=25 value_weight=25"),
            ("engagement_weight=39", "engagement_weight=39 support_weight=31 value_weight=30"),
            ("engagement_weight=60 support_weight=30", "engagement_weight=60 support_weight=30 value_weight=10"),
            ("engagement_weight=100", "engagement_weight=100 support_weight=0 value_weight=0"),
            ("active_login_days=7", "active_login_days=7 moderate_login_days=8"),
            ("moderate_login_days=2 active_login_days=2", nil),
            ("healthy_threshold=60 at_risk_threshold=60", nil),
            ("active_engagement_points=29", "moderate_engagement_points=29 active_engagement_points=29"),
            ("moderate_engagement_points=19", "low_engagement_points=19 moderate_engagement_points=19"),
        ] as [(String, String?)])
    func remedy(_ change: String, _ expected: String?) throws {
        let fault = try #require(try Specification.defaults.faults(change).first)
        if let expected {
            #expect(fault.fix == "set them together: mainstay parameters set \(expected) --why \"…\"")
            #expect(try Specification.defaults.faults(expected) == [])
        } else {
            #expect(!fault.fix.contains("mainstay parameters set"))
        }
    }

    @Test("name what would be, and the fix")
    func wording() throws {
        let fault = try #require(try Specification.defaults.faults("engagement_weight=50").first)
        #expect(
            fault.description
                == "the weights would sum to 110, not 100 (engagement_weight 50, support_weight 30, value_weight 30); set them together: "
                + "mainstay parameters set engagement_weight=50 support_weight=25 value_weight=25 --why \"…\" [parameter-weights-sum]")
        let impossible = try #require(try Specification.defaults.faults("engagement_weight=90 support_weight=20").first)
        #expect(impossible.fix.contains("engagement_weight=50 support_weight=30 value_weight=20"))
    }

    @Test("of the model do not stand in the way of other parameters, whatever state the model's are in")
    func otherGroups() throws {
        let broken = Specification.defaults.having(["engagement_weight": "70"])
        #expect(try broken.faults("nps_min_responses=50") == [])
        #expect(try broken.faults("ticket_penalty=11").map(\.code) == [Self.weights])
        #expect(try broken.plan(resetting: broken.all.map(\.name)).changes.map(\.name) == ["engagement_weight"])
    }

    @Test("hold for resetting too")
    func resetting() throws {
        let moved = Specification.defaults.having([
            "healthy_threshold": "60", "at_risk_threshold": "35", "active_login_days": "7", "moderate_login_days": "8",
        ])
        #expect(try moved.plan(resetting: ["at_risk_threshold"]).changes.map(\.after) == ["40"])
        #expect(throws: ParameterRefusal.self) { try moved.plan(resetting: ["moderate_login_days"]) }
        #expect(try moved.plan(resetting: ["moderate_login_days", "active_login_days", "active_login_days"]).changes.count == 2)
        #expect(throws: ParameterRefusal([.nothingGiven])) { try moved.plan(resetting: []) }
        #expect(throws: ParameterRefusal([.unknown(name: "activ_login_days", nearest: "active_login_days")])) {
            try moved.plan(resetting: ["activ_login_days"])
        }
    }

    @Test("leave alone what has its value already")
    func unchanged() throws {
        let plan = try Specification.defaults.plan(
            "healthy_threshold=70 nps_min_responses=050 target_uptime_percent=99.50 ticket_penalty=10")
        #expect(plan.changes.map(\.name) == ["nps_min_responses"])
        #expect(plan.unchanged == ["ticket_penalty", "healthy_threshold", "target_uptime_percent"])
        #expect(!plan.makesModelVersion)
        #expect(try Specification.defaults.plan("healthy_threshold=70").isEmpty)
    }
}
