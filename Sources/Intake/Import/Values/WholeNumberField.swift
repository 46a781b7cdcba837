/// Whole numbers of a file: digits only.
enum WholeNumberField {
    static func number(_ field: FieldBytes, in range: ClosedRange<Int>) throws(Mistake) -> Int {
        var number = 0
        guard !field.isEmpty, field.count <= 10 else { throw mistake(field, range) }
        for byte in field {
            guard AmountField.isDigit(byte) else { throw mistake(field, range) }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        guard range.contains(number) else { throw .notWhole(range) }
        return number
    }

    private static func mistake(_ field: FieldBytes, _ range: ClosedRange<Int>) -> Mistake {
        if field.isPadded { return .padded }
        if WordField.standsForNothing(field) { return .wordForNothing }
        // Grouped digits, exponents and the like are explained as they are for amounts.
        do throws(Mistake) {
            _ = try AmountField.cents(field, integerDigits: 14)
        } catch {
            switch error {
            case .exponent, .groupedDigits: return error
            default: break
            }
        }
        return .notWhole(range)
    }
}
