import Testing

@testable import Domain

@Suite struct MomentTests {
    @Test(arguments: [
        ("1970-01-01", 0),
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2026-01-31T09:30:00+02:00", 1_769_844_600_000_000),
        ("2026-01-31 09:30:00.5+00", 1_769_851_800_500_000),
        ("2026-01-31t09:30z", 1_769_851_800_000_000),
        ("2026-01-31T09:30:00,000001-0130", 1_769_857_200_000_001),
        ("2024-02-29T23:59:59.9999999Z", 1_709_251_199_999_999),
        ("2100-12-31", 4_133_894_400_000_000),
    ]) func readsISO8601(text: String, microseconds: Int64) throws {
        #expect(try Moment(iso8601: text).microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-1-31", "31/01/2026", "2026-01-31T", "2026-01-31T9:30", "2026-01-31T09:30:00 UTC", "20260131", "2026-01-31Z",
        "46023",
    ])
    func refusesOtherForms(text: String) {
        #expect(throws: MomentError.notISO8601) { try Moment(iso8601: text) }
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-32", "2026-01-31T24:00:00Z", "2026-01-31T23:60:00Z", "2026-01-31T23:59:60Z",
    ])
    func refusesTimesThatAreNot(text: String) {
        #expect(throws: MomentError.noSuchTime) { try Moment(iso8601: text) }
    }

    @Test(arguments: ["2026-01-31T09:30:00Z", "2026-01-31T09:30:00.5Z", "1969-12-31T23:59:59.999999Z", "2000-02-29T00:00:00.000001Z"])
    func writesWhatItReads(text: String) throws {
        #expect(try Moment(iso8601: text).iso8601 == text)
    }

    @Test func daysHave24Hours() throws {
        let moment = try Moment(iso8601: "2026-03-29T00:30:00Z")
        #expect(moment.adding(days: 1).iso8601 == "2026-03-30T00:30:00Z")
        #expect(try Moment(iso8601: "1969-12-31T12:00:00Z").startOfDay.iso8601 == "1969-12-31T00:00:00Z")
    }
}

@Suite struct CivilDateTests {
    @Test func countsEveryDayOfFourCenturies() throws {
        var expected = try #require(CivilDate(year: 1900, month: 1, day: 1)).daysSinceEpoch
        for year in 1900..<2300 {
            for month in 1...12 {
                for day in 1...CivilDate.lengthOfMonth(month, year: year) {
                    let date = try #require(CivilDate(year: year, month: month, day: day))
                    #expect(date.daysSinceEpoch == expected && CivilDate(daysSinceEpoch: expected) == date)
                    expected += 1
                }
            }
        }
    }

    @Test func knowsLeapYears() {
        #expect(CivilDate(year: 2000, month: 2, day: 29) != nil)
        #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
        #expect(CivilDate(year: 2024, month: 2, day: 29)?.description == "2024-02-29")
    }
}

@Suite struct MonthTests {
    @Test func addsAcrossYears() throws {
        let month = try #require(Month("2025-11"))
        #expect(month.adding(months: 3).description == "2026-02")
        #expect(month.adding(months: -11).description == "2024-12")
        #expect(month.start.iso8601 == "2025-11-01T00:00:00Z")
    }

    @Test func containsItsFirstInstantAndNotTheNext() throws {
        #expect(Month(containing: try Moment(iso8601: "2026-03-01")).description == "2026-03")
        #expect(Month(containing: try Moment(iso8601: "2026-02-28T23:59:59.999999Z")).description == "2026-02")
    }

    @Test(arguments: ["2025-13", "2025-0", "25-01", "2025-01-01", ""]) func refuses(text: String) {
        #expect(Month(text) == nil)
    }
}
