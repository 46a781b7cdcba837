import Domain

/// Times and dates of a file: ISO 8601, between 1970 and 2100.
enum TimeField {
    private static let end = CivilDate(year: 2101, month: 1, day: 1).map(\.start) ?? Moment(microseconds: .max)

    static func moment(_ field: FieldBytes) throws(Mistake) -> Moment {
        let moment: Moment
        do {
            moment = try Moment(iso8601: field)
        } catch {
            throw switch error {
            case .noSuchTime: .noSuchTime
            case .notISO8601: mistake(field)
            }
        }
        guard moment.microseconds >= 0, moment < end else { throw .timeOutOfRange }
        return moment
    }

    /// The UTC day of a time.
    static func date(_ field: FieldBytes) throws(Mistake) -> CivilDate {
        CivilDate(daysSinceEpoch: Int(try moment(field).microseconds / Moment.microsecondsPerDay))
    }

    private static func mistake(_ field: FieldBytes) -> Mistake {
        if field.isPadded { return .padded }
        if WordField.standsForNothing(field) { return .wordForNothing }
        let isNumber = field.allSatisfy { AmountField.isDigit($0) || $0 == UInt8(ascii: ".") }
        // Eight digits are a date without hyphens more often than a number.
        return isNumber && field.count != 8 ? .numberForTime : .notATime
    }
}
