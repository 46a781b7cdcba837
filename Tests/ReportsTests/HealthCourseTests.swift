import Domain
import Foundation
import Testing

@testable import Reports

@Suite struct HealthCourseTests {
    /// Its newest 02:00 is that of 28 June.
    private static let asOf = moment("2026-06-28T07:00:00Z")

    /// Every day of so many weeks that end with the newest one.
    private func fill(_ company: ReportedCompany, weeks: Int, segment: String = "All", average: (Int) -> Decimal?) async throws {
        let newest = try #require(CivilDate(year: 2026, month: 6, day: 28)).daysSinceEpoch
        for week in 0..<weeks {
            for day in 0..<7 {
                try await company.day(
                    "\(CivilDate(daysSinceEpoch: newest - 7 * (weeks - 1 - week) - day))", segment: segment, average: average(week))
            }
        }
    }

    @Test("a row that rises by more than a point improves, one that falls declines") func moving() async throws {
        try await ReportedCompany.with { company in
            try await fill(company, weeks: 13) { 60 + Decimal($0) }
            try await fill(company, weeks: 13, segment: "Free") { 60 - Decimal($0) / 4 }
            let course = try await company.ask { try await HealthCourse.fetch(asOf: Self.asOf, on: $0) }
            #expect(course.lines.map(\.segment) == [nil, .free])
            #expect(course.all?.direction == .improving)
            #expect(course.all?.change == 12)
            #expect(course.lines.last?.direction == .declining)
            #expect(course.lines.last?.change == -3)
            #expect(course.finding?.direction == .better)
            #expect(course.finding?.statement.contains("Declining: Free (trend -3.00).") == true)
        }
    }

    @Test("what is not by chance but less than a point is stable") func immaterial() async throws {
        try await ReportedCompany.with { company in
            try await fill(company, weeks: 13) { 60 + Decimal($0) * Decimal(string: "0.08")! }
            let course = try await company.ask { try await HealthCourse.fetch(asOf: Self.asOf, on: $0) }
            #expect(course.all.map { $0.test.probability < 0.05 } == true)
            #expect(course.all?.direction == .stable)
        }
    }

    @Test("seven weeks are too few, eight are enough") func tooFew() async throws {
        try await ReportedCompany.with { company in
            try await fill(company, weeks: 7) { 60 + Decimal($0) }
            let seven = try await company.ask { try await HealthCourse.fetch(asOf: Self.asOf, on: $0) }
            #expect(seven.all?.direction == nil && seven.all?.test.count == 7)
        }
        try await ReportedCompany.with { company in
            try await fill(company, weeks: 8) { 60 + Decimal($0) }
            let eight = try await company.ask { try await HealthCourse.fetch(asOf: Self.asOf, on: $0) }
            #expect(eight.all?.direction == .improving)
            #expect(eight.all?.change == 7, "seven steps between eight weeks")
        }
    }

    @Test("a week counts from four kept days on; a day's figures are known from its 02:00 on") func days() async throws {
        try await ReportedCompany.with { company in
            for day in ["26", "27", "28"] { try await company.day("2026-06-\(day)", average: 50) }
            try await company.day("2026-06-29", average: 90)
            let three = try await company.ask { try await HealthCourse.fetch(asOf: Self.asOf, on: $0) }
            #expect(three.all?.weeks.last?.averageScore == nil)
            #expect(three.all?.customers == 10)
            try await company.day("2026-06-22", average: 70)
            let four = try await company.ask { try await HealthCourse.fetch(asOf: Self.asOf, on: $0) }
            #expect(four.all?.weeks.last?.averageScore == 55)
            let before = try await company.ask { try await HealthCourse.fetch(asOf: moment("2026-06-28T01:59:59Z"), on: $0) }
            #expect(before.all?.weeks.last?.ends == CivilDate(year: 2026, month: 6, day: 27))
            let at = try await company.ask { try await HealthCourse.fetch(asOf: moment("2026-06-28T02:00:00Z"), on: $0) }
            #expect(at.all?.weeks.last?.ends == CivilDate(year: 2026, month: 6, day: 28))
        }
    }

    @Test("a company without days is not judged") func empty() async throws {
        try await ReportedCompany.with { company in
            let course = try await company.ask { try await HealthCourse.fetch(asOf: Self.asOf, on: $0) }
            #expect(course.lines.count == 1 && course.all?.direction == nil && course.all?.change == 0)
        }
    }
}
