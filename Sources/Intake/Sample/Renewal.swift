import Domain

/// When a yearly contract is up.
enum Renewal {
    /// The first anniversary of a sign-up on or after a moment; 29 February is kept on the 28th.
    static func date(createdAt: Moment, notBefore moment: Moment) -> CivilDate? {
        let (year, month, day, _) = createdAt.utc
        let earliest = CivilDate(daysSinceEpoch: CompanyCalendar.dayNumber(of: moment))
        for years in 1...200 {
            let anniversary = CivilDate(year: year + years, month: month, day: day) ?? CivilDate(year: year + years, month: month, day: 28)
            if let anniversary, anniversary >= earliest { return anniversary }
        }
        return nil
    }
}
