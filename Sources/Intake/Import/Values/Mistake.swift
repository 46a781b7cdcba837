import Domain

/// Why a value cannot be taken as it stands.
enum Mistake: Error, Hashable {
    case missing
    /// An invisible blank at an end: the value would be another id, word or number than it seems.
    case padded
    /// Reads like "nothing": `NULL`, `N/A`, `-`.
    case wordForNothing
    case notATime
    /// Digits only: the day number of a spreadsheet, or seconds since 1970.
    case numberForTime
    case noSuchTime
    case timeOutOfRange
    case notWhole(ClosedRange<Int>)
    case notAnAmount
    /// `1e6`; the same number in full, where that is known.
    case exponent(plain: String?)
    /// `1,000.50` or `1 000`; the number without separators.
    case groupedDigits(plain: String)
    case decimalComma(plain: String)
    case currency(plain: String)
    case negative
    case notFinite
    case tooManyDigits(limit: Int)
    /// Not one of the words that may stand here; the one that was probably meant.
    case unknownWord(allowed: [String], meant: String?)
    case before(column: String, moment: Moment)

    static let timeForm = "write 2026-01-31 or 2026-01-31T09:30:00Z"

    /// What is wrong and how to do it right, as the second half of "column: …".
    func message(about value: String) -> String {
        let shown = "“\(Self.shortened(value))”"
        switch self {
        case .missing: return "is empty; every row needs a value"
        case .padded: return "\(shown) begins or ends with a blank; remove it"
        case .wordForNothing: return "\(shown) is not a value; leave the cell empty where there is none"
        case .notATime: return "\(shown) is not a time; \(Self.timeForm)"
        case .numberForTime: return "\(shown) is a number, perhaps a spreadsheet's day number or seconds since 1970; \(Self.timeForm)"
        case .noSuchTime: return "\(shown) names a day or hour that does not exist"
        case .timeOutOfRange: return "\(shown) is not between 1970 and 2100"
        case .notWhole(let range):
            let bounds =
                range.upperBound == Int(Int32.max) ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
            return "\(shown) is not a whole number \(bounds)"
        case .notAnAmount: return "\(shown) is not an amount; write a decimal number such as 1234.50"
        case .exponent(let plain):
            return "\(shown) has an exponent; write \(plain ?? "all its digits")"
        case .groupedDigits(let plain): return "\(shown) has its digits grouped; write \(plain)"
        case .decimalComma(let plain): return "\(shown) has a decimal comma; write \(plain)"
        case .currency(let plain): return "\(shown) has a currency sign; write \(plain)"
        case .negative: return "\(shown) is negative; amounts are 0 or more"
        case .notFinite: return "\(shown) is not a finite number; leave the cell empty where there is none"
        case .tooManyDigits(let limit): return "\(shown) has more than \(limit) digits before the decimal point"
        case .unknownWord(let allowed, let meant):
            return "\(shown) is not one of \(allowed.joined(separator: ", "))" + (meant.map { "; write \($0)" } ?? "")
        case .before(let column, let moment): return "\(shown) is before \(column) (\(moment))"
        }
    }

    /// A value as an error shows it: one line, at most 40 characters.
    static func shortened(_ value: String) -> String {
        var text = ""
        for (index, character) in value.enumerated() {
            if index == 40 { return text + "…" }
            switch character {
            case "\n", "\r\n", "\r": text += "⏎"
            case "\t": text += "⇥"
            default: text.append(character)
            }
        }
        return text
    }
}
