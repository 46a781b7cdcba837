import Domain
import Foundation
import Postgres
import Schema
import Testing

@testable import Reports

@Suite struct SuggestionsTests {
    private static let asOf = moment("2026-06-01T07:00:00Z")

    private func outcomes(_ company: ReportedCompany, _ changes: String, asOf: Moment = Self.asOf) async throws -> [WarningOutcome] {
        try await company.ask { connection in
            try await connection.query("SELECT * FROM mainstay.score_outcomes(\(asOf), \(changes)::jsonb)").map {
                try WarningOutcome($0, .critical)
            }
        }
    }

    @Test("who left 7 to 37 days after a moment could have been warned of") func window() async throws {
        try await ReportedCompany.with { company in
            // The newest moment is 2026-04-25T07:00.
            try await company.customer("too-soon", created: "2026-04-01", churned: "2026-05-02T07:00:00Z")
            try await company.customer("in-time", created: "2026-04-01", churned: "2026-05-02T07:00:00.000001Z")
            try await company.customer("last", created: "2026-04-01", churned: "2026-06-01T07:00:00Z")
            try await company.customer("after", created: "2026-04-01", churned: "2026-06-01T07:00:00.000001Z")
            try await company.customer("new", created: "2026-04-25T07:00:00.000001Z", churned: "2026-05-20")
            let found = try #require(try await outcomes(company, "[{}]").first)
            #expect(found.customers == 3, "who left within the 7 days is left out, who was not there yet as well")
            #expect(found.gone == 2)
            // No activity and no features: 0 + 30 + 0 points are Critical.
            #expect(found.flagged == 3 && found.flaggedGone == 2)
            #expect(found.recall == 100 && found.precision == ShareInterval.percent(2, 3))
        }
    }

    @Test("a threshold, a penalty and a band are computed again with their other value") func changed() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("one", created: "2026-04-01")
            // At 2026-04-25T07:00: silent for 13 days and some hours, one open ticket, 2 features: 20 + 20 + 10 = 50.
            try await company.event("one", "feature_adopted", "2026-04-11", feature: "a")
            try await company.event("one", "feature_adopted", "2026-04-12", feature: "b")
            try await company.ticket("one", opened: "2026-04-20", closed: "2026-04-30")
            let flags = try await outcomes(
                company,
                #"""
                [{}, {"at_risk_threshold": 50}, {"at_risk_threshold": 51}, {"ticket_penalty": 20}, {"ticket_penalty": 20, "at_risk_threshold": 41},
                 {"low_login_days": 13}, {"low_login_days": 14, "at_risk_threshold": 50}, {"points_per_feature": 1, "at_risk_threshold": 43}]
                """#
            ).map(\.flagged)
            // 50, 50 of 50, 50 of 51, 40 of 40, 40 of 41, 30 of 40, 50 of 50, 42 of 43
            #expect(flags == [0, 0, 1, 0, 1, 1, 0, 1])
        }
    }

    @Test("scores are those of the engine's function at the same moments") func agrees() async throws {
        try await SampledCompany.with { company in
            let rows = try await company.ask { connection in
                try await connection.query(
                    """
                    SELECT o.critical, o.unhealthy, o.customers,
                           (SELECT count(*) FROM mainstay.score_outcomes(\(SampledCompany.now), '[{}]')) AS models,
                           x.critical AS critical_then, x.unhealthy AS unhealthy_then, x.customers AS customers_then
                      FROM mainstay.score_outcomes(\(SampledCompany.now), '[{}]') AS o
                      CROSS JOIN (
                          SELECT count(*) FILTER (WHERE s.health_status = 'Critical') AS critical,
                                 count(*) FILTER (WHERE s.health_status <> 'Healthy') AS unhealthy, count(*) AS customers
                            FROM (VALUES (37), (67), (97)) AS d (days)
                            CROSS JOIN LATERAL mainstay.health_scores_at(\(SampledCompany.now) - mainstay.days(d.days)) AS s
                           WHERE NOT EXISTS (SELECT FROM mainstay.departures(\(SampledCompany.now) - mainstay.days(d.days),
                                                                             \(SampledCompany.now) - mainstay.days(d.days - 7)) AS e
                                              WHERE e.user_id = s.user_id)) AS x
                    """)
            }
            let row = try #require(rows.first)
            for name in ["critical", "unhealthy", "customers"] {
                let (found, then): (Int, Int) = (try row[name], try row["\(name)_then"])
                #expect(found == then && found > 0, "\(name)")
            }
        }
    }

    @Test("one in four are the same ones each time, and about a quarter") func chosen() async throws {
        try await SampledCompany.with { company in
            let rows = try await company.ask { connection in
                try await connection.query(
                    """
                    SELECT (SELECT sum(p.customers) FROM mainstay.score_outcome_profiles(\(SampledCompany.now), 4) AS p)::integer AS quarter,
                           (SELECT sum(p.customers) FROM mainstay.score_outcome_profiles(\(SampledCompany.now), 1) AS p)::integer AS everybody
                    """)
            }
            let (quarter, everybody): (Int, Int) = (try #require(rows.first)["quarter"], try #require(rows.first)["everybody"])
            #expect(abs(4 * quarter - everybody) < everybody / 2 && quarter < everybody)
        }
    }

    private func outcome(_ flagged: Int, _ flaggedGone: Int, gone: Int = 100, of customers: Int = 1000) -> WarningOutcome {
        WarningOutcome(customers: customers, gone: gone, flagged: flagged, flaggedGone: flaggedGone)
    }

    @Test("the bar: 10 points of recall for at most 5 points more flagged, of whom twice as many leave") func bar() {
        let present = outcome(100, 40)
        #expect(WarningBar.judge(outcome(150, 50), against: present) == .warnsEarlier)
        #expect(WarningBar.judge(outcome(150, 49), against: present) == .belowBar, "9 points")
        #expect(WarningBar.judge(outcome(151, 50), against: present) == .belowBar, "5.1 points more flagged")
        // 10 of 50 newly flagged leave, 20 %; of the 850 others 90, 10.6 %.
        #expect(WarningBar.judge(outcome(150, 10), against: outcome(100, 0)) == .belowBar, "not twice as likely")
        #expect(WarningBar.judge(outcome(150, 19, gone: 19), against: outcome(100, 9, gone: 19)) == .tooFewDepartures, "19 departures")
        #expect(WarningBar.judge(outcome(150, 20, gone: 20), against: outcome(100, 9, gone: 20)) == .warnsEarlier)
    }

    @Test("the other way: a quarter fewer flagged for at most 2 points of recall") func otherWay() {
        let present = outcome(100, 40)
        #expect(WarningBar.judge(outcome(75, 38), against: present) == .fewerFalseAlarms)
        #expect(WarningBar.judge(outcome(76, 38), against: present) == .belowBar)
        #expect(WarningBar.judge(outcome(75, 37), against: present) == .belowBar)
        #expect(WarningBar.judge(present, against: present) == .belowBar)
    }

    @Test("falls count as told when they lasted; what is not known yet is in neither") func falls() async throws {
        try await ReportedCompany.with { company in
            try await company.turned("short", "Healthy", "Critical", at: "2026-05-01T10:00:00Z")
            try await company.turned("short", "Critical", "At-Risk", at: "2026-05-01T10:04:59Z")
            try await company.turned("exact", "At-Risk", "Critical", at: "2026-05-01T10:00:00Z")
            try await company.turned("exact", "Critical", nil, at: "2026-05-01T10:05:00Z")
            try await company.turned("lasting", "At-Risk", "Critical", at: "2026-05-01T10:00:00Z")
            try await company.turned("recent", "At-Risk", "Critical", at: "2026-06-01T06:50:00Z")
            try await company.turned("first", nil, "Critical", at: "2026-05-01T10:00:00Z")
            try await company.turned("old", "Healthy", "Critical", at: "2026-03-03T07:00:00Z")
            let rows = try await company.ask { connection in
                try await connection.query("SELECT * FROM mainstay.critical_falls(\(Self.asOf), '{0,5,30}')")
                    .map { row -> [Int] in [try row["delay"], try row["falls"], try row["told"], try row["over_before"]] }
            }
            #expect(rows == [[0, 4, 4, 0], [5, 4, 3, 1], [30, 3, 1, 2]])
        }
    }

    @Test("a delay is changed for a tenth fewer alerts, or for ten minutes that tell no more for nothing") func delays() {
        func delay(_ minutes: Int, _ over: Int, falls: Int = 100) -> DelayOutcome {
            DelayOutcome(minutes: minutes, falls: falls, told: falls - over, overBefore: over)
        }
        #expect(DelayBar.judge(delay(15, 15), against: delay(5, 5)) == .fewerAlerts)
        #expect(DelayBar.judge(delay(15, 14), against: delay(5, 5)) == .belowBar)
        #expect(DelayBar.judge(delay(5, 1), against: delay(15, 2)) == .soonerAlerts)
        #expect(DelayBar.judge(delay(5, 0), against: delay(15, 2)) == .belowBar)
        #expect(DelayBar.judge(delay(0, 0), against: delay(5, 0)) == .belowBar, "5 minutes are not worth it")
        #expect(DelayBar.judge(delay(15, 9, falls: 19), against: delay(5, 0, falls: 19)) == .tooFewFalls)
    }

    @Test("what is suggested says who decides, and is a command") func strategic() async throws {
        try await ReportedCompany.with { company in
            // 20 who left had 45 points, 1,000 who stay have more: at a threshold of 45 nobody is flagged, at 50 all of the 20.
            try await company.pool.execute(
                """
                INSERT INTO mainstay.users (user_id, created_at, status, churned_at)
                SELECT gen_random_uuid(), '2025-01-01', CASE WHEN n <= 20 THEN 'churned' ELSE 'active' END, CASE WHEN n <= 20 THEN timestamptz '2026-05-20' END
                  FROM generate_series(1, 1020) AS n
                """)
            try await company.pool.execute(
                """
                INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature)
                SELECT u.user_id, 'feature_adopted', m.moment - interval '2 hours', 'f' || n
                  FROM mainstay.users AS u
                  CROSS JOIN unnest(ARRAY[timestamptz '2026-02-24T07:00Z', '2026-03-26T07:00Z', '2026-04-25T07:00Z']) AS m (moment)
                  CROSS JOIN generate_series(1, 3) AS n
                 WHERE u.status = 'active' OR m.moment < '2026-04-01' OR n <= 3
                """)
            // The 20 have four open tickets at the newest moment: 40 + 0 + 15 = 55; the others 40 + 30 + 15.
            try await company.pool.execute(
                """
                INSERT INTO mainstay.support_tickets (user_id, status, opened_at)
                SELECT u.user_id, 'open', '2026-04-20' FROM mainstay.users AS u CROSS JOIN generate_series(1, 4) WHERE u.status <> 'active'
                """)
            try await company.pool.execute("UPDATE mainstay.health_models SET at_risk_threshold = 50")
            let found = try await company.ask { try await ParameterSuggestions.fetch(asOf: Self.asOf, on: $0) }
            let suggestion = try #require(found.suggestions.first)
            #expect(suggestion.parameter == "at_risk_threshold" && suggestion.present == 50 && suggestion.proposed == 60)
            #expect(suggestion.isStrategic && suggestion.whoDecides.contains("Chairman approves"))
            #expect(suggestion.command == #"mainstay parameters set at_risk_threshold=60 --why "approved by the Chairman, see the report""#)
            #expect(found.decisions.first?.proposal == "Raise at_risk_threshold from 50 to 60?")
            #expect(found.oneIn == 1)
        }
    }

    @Test("without departures nothing is suggested, and the numbers are given") func empty() async throws {
        try await ReportedCompany.with { company in
            let found = try await company.ask { try await ParameterSuggestions.fetch(asOf: Self.asOf, on: $0) }
            #expect(
                found.suggestions.map(\.parameter) == [
                    "at_risk_threshold", "healthy_threshold", "ticket_penalty", "low_login_days", "critical_alert_delay_minutes",
                ])
            #expect(
                found.suggestions.allSatisfy {
                    $0.proposed == nil && $0.evidence.hasPrefix("0 ") && $0.evidence.contains("20 are needed") && $0.trials.isEmpty
                })
            #expect(found.decisions.isEmpty)
        }
    }

    @Test("values outside the range or in the wrong order are not tried") func range() {
        func tunable(_ name: String, _ value: Int, _ minimum: Int, _ maximum: Int) -> Tunable {
            Tunable(name: name, value: value, minimum: minimum, maximum: maximum, isStrategic: true)
        }
        let parameters = [
            "at_risk_threshold": tunable("at_risk_threshold", 55, 30, 60), "healthy_threshold": tunable("healthy_threshold", 60, 60, 90),
        ]
        #expect(parameters["at_risk_threshold"]?.allows(59, parameters) == true)
        #expect(parameters["at_risk_threshold"]?.allows(60, parameters) == false, "not below healthy_threshold")
        #expect(parameters["at_risk_threshold"]?.allows(29, parameters) == false)
        #expect(parameters["at_risk_threshold"]?.allows(55, parameters) == false)
        #expect(parameters["healthy_threshold"]?.allows(91, parameters) == false)
    }
}
