import Domain
import Testing

@testable import Intake

@Suite("Sample company: calendar and sign-ups")
struct SampleCalendarTests {
    /// 2026-03-18T10:20:30Z, a Wednesday.
    private static let asOf = Moment(microseconds: 1_773_829_230_000_000)

    private func signUps(_ asOf: Moment, months: Int, customers: Int) -> [Moment] {
        let curve = SignUpCurve(calendar: CompanyCalendar(asOf: asOf, months: months), customers: customers)
        return (1...customers).map { curve.moment(number: $0, jitter: Double($0 % 7) / 7) }
    }

    @Test("the company begins with the first of the month that lies so many months back")
    func begin() throws {
        let calendar = CompanyCalendar(asOf: Self.asOf, months: 12)
        #expect(calendar.start(ofDay: calendar.firstDay) == (try Moment(iso8601: "2025-03-01")))
        #expect(calendar.start(ofDay: calendar.lastDay) == (try Moment(iso8601: "2026-03-18")))
    }

    @Test(
        "customers sign up in the order of their numbers, none before the first day, none after the last moment",
        arguments: ["2026-03-18T10:20:30Z", "2026-03-01T00:00:00Z", "2024-02-29T23:59:59.999999Z", "2026-01-01T00:00:00.000001Z"])
    func order(text: String) throws {
        let asOf = try Moment(iso8601: text)
        for months in [1, 2, 12, 60] {
            let moments = signUps(asOf, months: months, customers: 3_000)
            #expect(moments == moments.sorted())
            #expect(try #require(moments.first) >= Month(containing: asOf).adding(months: -months).start)
            #expect(try #require(moments.last) <= asOf)
        }
    }

    @Test("sign-ups grow, rest at weekends, and dip in summer and December")
    func seasons() throws {
        let moments = signUps(Self.asOf, months: 24, customers: 50_000)
        let perMonth = Dictionary(grouping: moments) { Month(containing: $0) }.mapValues(\.count)
        func count(_ text: String) throws -> Int {
            let month = try #require(Month(text))
            return try #require(perMonth[month])
        }
        #expect(try count("2026-02") > count("2024-03") * 3 / 2)
        #expect(try count("2025-08") < count("2025-06"))
        #expect(try count("2025-12") < count("2025-11"))
        // 1970-01-01 was a Thursday.
        let weekend = moments.count { ($0.startOfDay.microseconds / Moment.microsecondsPerDay + 3) % 7 >= 5 }
        #expect(Double(weekend) / 50_000 < 0.2)
    }

    @Test("one month of an old enough company is bad, and long past")
    func incident() {
        let days = CompanyCalendar(asOf: Self.asOf, months: 12).days
        let bad = days.indices.filter { days[$0].isIncident }
        #expect((28...31).contains(bad.count))
        #expect(days.count - (bad.last ?? 0) > 100)
        #expect(CompanyCalendar(asOf: Self.asOf, months: 2).days.allSatisfy { !$0.isIncident })
    }
}
