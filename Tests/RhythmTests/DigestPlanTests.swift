import Domain
import Testing

@testable import Rhythm

/// 2026-03-02 is a Monday.
@Suite("When a digest is due")
struct DigestPlanTests {
    private func plan(_ day: String = "Monday", hour: Int = 9, changed: String? = nil, since: String? = "2026-01-01") throws -> DigestPlan {
        DigestPlan(
            weekday: try #require(DigestPlan.weekdays.firstIndex(of: day)), hour: hour, changedAt: changed.map(at),
            watchedSince: since.map(at))
    }

    private func place(_ week: String, _ due: String) -> DigestPlan.Place { .init(week: CivilDate(of: at(week)), due: at(due)) }

    @Test(
        "it is made from its moment to the end of its day",
        arguments: [
            ("2026-03-02T08:59:59.999999Z", false), ("2026-03-02T09:00:00Z", true), ("2026-03-02T23:59:59.999999Z", true),
            ("2026-03-03T00:00:00Z", false),
        ])
    func window(now: String, isMade: Bool) throws {
        let decision = try plan().decide(now: at(now), isRecorded: false)
        let place = place("2026-03-02", "2026-03-02T09:00:00Z")
        #expect((decision == .make(place)) == isMade)
    }

    @Test("after its day it was missed, until the next is due")
    func missed() throws {
        let place = place("2026-03-02", "2026-03-02T09:00:00Z")
        #expect(try plan().decide(now: at("2026-03-03T00:00:00Z"), isRecorded: false) == .skip(place))
        #expect(try plan().decide(now: at("2026-03-09T08:59:59.999999Z"), isRecorded: false) == .skip(place))
        #expect(
            try plan().decide(now: at("2026-03-09T09:00:00Z"), isRecorded: false) == .make(self.place("2026-03-09", "2026-03-09T09:00:00Z"))
        )
    }

    @Test("a week on record has nothing more", arguments: ["2026-03-02T09:00:00Z", "2026-03-02T15:00:00Z", "2026-03-05T00:00:00Z"])
    func recorded(now: String) throws {
        #expect(try plan().decide(now: at(now), isRecorded: true) == .nothing)
    }

    @Test(
        "any day and hour of a week lies in it",
        arguments: [
            ("Monday", 0, "2026-03-02T00:00:00Z"), ("Sunday", 23, "2026-03-08T23:00:00Z"), ("Thursday", 12, "2026-03-05T12:00:00Z"),
        ])
    func days(day: String, hour: Int, due: String) throws {
        let plan = try plan(day, hour: hour)
        #expect(plan.latest(upTo: at(due)) == place("2026-03-02", due))
        #expect(plan.latest(upTo: at(due).adding(microseconds: -1)).week == CivilDate(of: at("2026-02-23")))
        #expect(plan.decide(now: at(due), isRecorded: false) == .make(place("2026-03-02", due)))
    }

    @Test("what a later change has put into the past was not missed, and on its day it is made")
    func changed() throws {
        let wednesday = try plan(changed: "2026-03-04T10:00:00Z")
        #expect(wednesday.decide(now: at("2026-03-04T10:00:00Z"), isRecorded: false) == .nothing)
        let sameDay = try plan(changed: "2026-03-02T10:00:00Z")
        #expect(sameDay.decide(now: at("2026-03-02T10:05:00Z"), isRecorded: false) == .make(place("2026-03-02", "2026-03-02T09:00:00Z")))
    }

    @Test("nothing was missed before there was anything to tell of")
    func beginning() throws {
        #expect(try plan(since: nil).decide(now: at("2026-03-02T09:00:00Z"), isRecorded: false) == .nothing)
        #expect(try plan(since: "2026-03-02T09:00:00.000001Z").decide(now: at("2026-03-02T12:00:00Z"), isRecorded: false) == .nothing)
        #expect(try plan(since: "2026-03-04").decide(now: at("2026-03-05"), isRecorded: false) == .nothing)
    }

    @Test(
        "weeks begin on Mondays, before 1970 too",
        arguments: [("1969-12-31", "1969-12-29"), ("1970-01-04", "1969-12-29"), ("2024-02-29", "2024-02-26")])
    func mondays(day: String, monday: String) {
        #expect(CivilDate(of: at(day)).monday.description == monday)
    }
}
