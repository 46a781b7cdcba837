import Domain
import Foundation
import Jobs
import Testing

@Suite struct ScheduleTests {
    private static let gregorian: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    /// What Foundation's calendar has to say of a moment.
    private func parts(_ moment: Moment) -> DateComponents {
        Self.gregorian.dateComponents(
            [.year, .month, .day, .weekday, .hour, .minute, .second, .nanosecond],
            from: Date(timeIntervalSince1970: Double(moment.microseconds / 1_000_000)))
    }

    /// All due moments of the years, each found from the one before.
    private func moments(_ schedule: Schedule, from: String, to: String) -> [Moment] {
        var moments: [Moment] = []
        var moment = time(from).adding(microseconds: -1)
        while true {
            moment = schedule.next(after: moment)
            guard moment < time(to) else { return moments }
            moments.append(moment)
        }
    }

    @Test func everyDayOfTenYearsHasItsTimeOnce() {
        let moments = moments(.daily(TimeOfDay(2, 30)), from: "2023-01-01", to: "2033-01-01")
        #expect(moments.count == 3_653)
        for (index, moment) in moments.enumerated() {
            #expect(moment == time("2023-01-01T02:30:00Z").adding(days: Int64(index)))
        }
        #expect(moments.contains(time("2024-02-29T02:30:00Z")) && moments.contains(time("2028-02-29T02:30:00Z")))
    }

    @Test func everyHourOfAMonthHasItsMinute() {
        let moments = moments(.hourly(minute: 7), from: "2024-02-01", to: "2024-03-01")
        #expect(moments.count == 29 * 24)
        #expect(moments.first == time("2024-02-01T00:07:00Z") && moments.last == time("2024-02-29T23:07:00Z"))
        #expect(Set(moments).count == moments.count)
    }

    @Test(arguments: Schedule.Weekday.allCases) func everyWeekHasItsDay(weekday: Schedule.Weekday) {
        let moments = moments(.weekly(weekday, TimeOfDay(9, 0)), from: "2020-01-01", to: "2030-01-01")
        #expect((521...522).contains(moments.count))
        for moment in moments {
            let parts = parts(moment)
            // Foundation's week begins on Sunday, as 1.
            #expect(parts.weekday == (Int(weekday.rawValue) + 1) % 7 + 1 && parts.hour == 9 && parts.minute == 0)
        }
        #expect(zip(moments, moments.dropFirst()).allSatisfy { $0.adding(days: 7) == $1 })
    }

    @Test func everyMonthHasItsFirstDayAndItsFirstMonday() {
        let firsts = moments(.monthly(.first, TimeOfDay(2, 0)), from: "1999-12-15", to: "2032-01-01")
        #expect(firsts.count == 32 * 12)
        #expect(firsts.allSatisfy { parts($0).day == 1 && parts($0).hour == 2 })
        let mondays = moments(.monthly(.firstMonday, TimeOfDay(2, 0)), from: "2000-01-01", to: "2032-01-01")
        #expect(mondays.count == 32 * 12)
        for moment in mondays {
            let parts = parts(moment)
            #expect(parts.weekday == 2 && (1...7).contains(parts.day ?? 0) && parts.hour == 2)
        }
        // A month that begins on a Monday, one that begins on a Tuesday, and a leap year's March.
        let expected = ["2024-01-01T02:00:00Z", "2024-10-07T02:00:00Z", "2024-03-04T02:00:00Z"].map(time)
        #expect(expected.allSatisfy(mondays.contains))
    }

    private static let all: [Schedule] = [
        .every(minutes: 5), .every(minutes: 1), .hourly(minute: 0), .hourly(minute: 59), .daily(TimeOfDay(0, 0)), .daily(TimeOfDay(23, 59)),
        .weekly(.monday, TimeOfDay(2, 0)),
        .weekly(.sunday, TimeOfDay(23, 59)), .monthly(.first, TimeOfDay(0, 0)), .monthly(.first, TimeOfDay(2, 0)),
        .monthly(.firstMonday, TimeOfDay(2, 0)),
    ]

    @Test(arguments: all) func latestAndNextMeetAtEachMoment(schedule: Schedule) {
        for start in ["1969-11-20", "2024-02-20", "2099-12-20", "2100-02-20"] {
            var due = schedule.latest(upTo: time(start))
            for _ in 0..<30 {
                let next = schedule.next(after: due)
                #expect(due < next)
                #expect(schedule.latest(upTo: due) == due, "the moment itself counts")
                #expect(schedule.latest(upTo: next.adding(microseconds: -1)) == due)
                #expect(schedule.next(after: next.adding(microseconds: -1)) == next)
                due = next
            }
        }
    }

    @Test func ofSeveralMissedMomentsTheLatestIsDue() {
        let schedule = Schedule.daily(TimeOfDay(2, 0))
        let monday = time("2024-03-04T02:00:00Z")
        #expect(schedule.due(after: monday, upTo: monday.adding(days: 5)) == monday.adding(days: 5))
        #expect(schedule.due(after: monday, upTo: monday.adding(days: 5).adding(seconds: -1)) == monday.adding(days: 4))
        #expect(schedule.due(after: monday, upTo: monday.adding(days: 1).adding(microseconds: -1)) == nil)
        #expect(schedule.due(after: monday, upTo: monday) == nil, "what has been is not due again")
        #expect(schedule.due(after: monday.adding(microseconds: -1), upTo: monday) == monday)
        #expect(schedule.due(after: monday, upTo: monday.adding(days: -9)) == nil, "a clock that was set back")
    }
}
