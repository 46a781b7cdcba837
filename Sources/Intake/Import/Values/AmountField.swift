/// Amounts of a file: finite, not negative, in plain decimal notation.
enum AmountField {
    private static let point = UInt8(ascii: ".")
    private static let comma = UInt8(ascii: ",")

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    /// - Parameter integerDigits: how many digits may stand before the point; at most 14.
    /// - Returns: hundredths; further decimals are rounded half away from zero.
    static func cents(_ field: FieldBytes, integerDigits: Int) throws(Mistake) -> Int64 {
        var index = 0
        var whole: Int64 = 0
        while index < field.count, field[index] == UInt8(ascii: "0") { index += 1 }
        let significantStart = index
        while index < field.count, isDigit(field[index]) {
            guard index - significantStart < 15 else { break }
            whole = whole * 10 + Int64(field[index] - UInt8(ascii: "0"))
            index += 1
        }
        let digits = index - significantStart
        guard index > 0 else { throw mistake(field) }
        var hundredths: Int64 = 0
        if index < field.count, field[index] == point {
            let fraction = field[(index + 1)...]
            guard !fraction.isEmpty, fraction.allSatisfy(isDigit) else { throw mistake(field) }
            for (place, byte) in fraction.prefix(3).enumerated() {
                let digit = Int64(byte - UInt8(ascii: "0"))
                switch place {
                case 0: hundredths = digit * 10
                case 1: hundredths += digit
                default: hundredths += digit >= 5 ? 1 : 0
                }
            }
        } else if index < field.count {
            throw isAllDigits(field) ? .tooManyDigits(limit: integerDigits) : mistake(field)
        }
        let cents = whole * 100 + hundredths
        // Rounding may have carried into one digit more.
        guard digits <= integerDigits, cents < powerOfTen(integerDigits) * 100 else { throw .tooManyDigits(limit: integerDigits) }
        return cents
    }

    private static func isAllDigits(_ field: FieldBytes) -> Bool { field.allSatisfy { isDigit($0) || $0 == point } }

    private static func powerOfTen(_ exponent: Int) -> Int64 { (0..<exponent).reduce(1) { power, _ in power * 10 } }

    private static func mistake(_ field: FieldBytes) -> Mistake {
        if field.isPadded { return .padded }
        let text = field.text
        switch text.lowercased() {
        case "nan", "inf", "+inf", "infinity", "+infinity", "-inf", "-infinity": return .notFinite
        default: break
        }
        if WordField.standsForNothing(field) { return .wordForNothing }
        if let sign = text.unicodeScalars.first(where: { $0.properties.generalCategory == .currencySymbol }) {
            let plain = String(
                String.UnicodeScalarView(text.unicodeScalars.filter { $0 != sign && $0 != " " && $0 != "\u{A0}" && $0 != "," }))
            return isDecimal(plain) ? .currency(plain: plain) : .notAnAmount
        }
        if text.hasPrefix("-"), isDecimal(String(text.dropFirst())) { return .negative }
        if text.hasPrefix("+"), isDecimal(String(text.dropFirst())) { return .notAnAmount }
        if text.contains(where: { $0 == "e" || $0 == "E" }) {
            let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false).map(String.init)
            if parts.count == 2, isDecimal(parts[0]), let exponent = Int(parts[1].drop { $0 == "+" }) {
                return .exponent(plain: Exponent.plain(parts[0], exponent))
            }
        }
        let ungrouped = text.filter { !",' \u{A0}\u{202F}’".contains($0) }
        if ungrouped != text {
            let afterComma = text.split(separator: ",", omittingEmptySubsequences: false)
            let hasDecimalComma = afterComma.count == 2 && afterComma[1].count != 3 && !afterComma[1].contains(".")
            if hasDecimalComma {
                let plain = ungroupedBeforeComma(afterComma[0]) + "." + afterComma[1]
                if isDecimal(plain) { return .decimalComma(plain: plain) }
            } else if isDecimal(ungrouped) {
                return .groupedDigits(plain: ungrouped)
            }
        }
        return .notAnAmount
    }

    private static func ungroupedBeforeComma(_ text: Substring) -> String {
        text.filter { $0.isNumber }
    }

    private static func isDecimal(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }
    }
}

/// Numbers written with a power of ten.
private enum Exponent {
    /// The number in full; nil when that would be absurdly long.
    static func plain(_ mantissa: String, _ exponent: Int) -> String? {
        guard (-6...15).contains(exponent) else { return nil }
        let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        var digits = String(parts[0]) + (parts.count == 2 ? String(parts[1]) : "")
        var point = parts[0].count + exponent
        if point <= 0 {
            digits = String(repeating: "0", count: 1 - point) + digits
            point = 1
        }
        if digits.count < point { digits += String(repeating: "0", count: point - digits.count) }
        var whole = String(digits.prefix(point).drop { $0 == "0" })
        if whole.isEmpty { whole = "0" }
        var fraction = String(digits.dropFirst(point))
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return fraction.isEmpty ? whole : "\(whole).\(fraction)"
    }
}
