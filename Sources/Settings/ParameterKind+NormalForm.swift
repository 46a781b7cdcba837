import Domain
import Foundation

extension ParameterKind {
    /// Reads a value as somebody typed it.
    ///
    /// Numbers are plain: digits with an optional minus sign, in decimals with an optional point. Their normal form has no needless zeros, so
    /// that `5` and `05` are no change.
    /// - Parameters:
    ///   - text: the value given.
    ///   - name: the parameter's, for the fault.
    /// - Returns: the value as it is stored and compared.
    func normalForm(of text: String, for name: String) throws(ParameterFault) -> String {
        switch self {
        case .whole(let range):
            guard let number = PlainNumber(text), number.fraction.isEmpty else {
                throw .notWhole(name: name, value: text, range: rangeText)
            }
            // Digits that no integer holds are a number all the same, only far out of range.
            guard let value = Int(number.normalForm), range.contains(value) else {
                throw .outOfRange(name: name, value: text, range: rangeText)
            }
            return number.normalForm
        case .decimal(let range):
            guard let number = PlainNumber(text) else { throw .notDecimal(name: name, value: text, range: rangeText) }
            // More digits than Decimal holds would be rounded without a word.
            guard number.significantDigits <= 38, let value = Decimal(string: number.normalForm), range.contains(value) else {
                throw .outOfRange(name: name, value: text, range: rangeText)
            }
            return number.normalForm
        case .text:
            // PostgreSQL cannot store it.
            guard !text.utf8.contains(0) else { throw .zeroByte(name: name) }
            return text
        case .target(let form):
            guard !text.utf8.contains(0) else { throw .zeroByte(name: name) }
            let target = text.trimmingCharacters(in: .whitespaces)
            guard target.isEmpty || form.accepts(target) else { throw .notATarget(name: name, value: text, wanted: form.wanted) }
            return target
        case .choice(let words):
            guard words.contains(text) else {
                throw .notAChoice(name: name, value: text, choices: words, nearest: NearestName.of(text, among: words))
            }
            return text
        }
    }
}

/// A number written with digits, a minus sign and a point, and nothing else: no sign plus, exponent, separator of thousands or comma.
private struct PlainNumber {
    private let isNegative: Bool
    /// Digits before the point without leading zeros; empty for zero.
    private let whole: Substring
    /// Digits after the point without trailing zeros.
    let fraction: Substring

    init?(_ text: String) {
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), text.prefix(2) != "--" else { return nil }
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }) else { return nil }
        var fraction = parts.count == 2 ? parts[1] : ""
        while fraction.last == "0" { fraction.removeLast() }
        whole = parts[0].drop { $0 == "0" }
        self.fraction = fraction
        isNegative = text.first == "-" && !(whole.isEmpty && fraction.isEmpty)
    }

    var significantDigits: Int { whole.count + fraction.count }

    var normalForm: String {
        (isNegative ? "-" : "") + (whole.isEmpty ? "0" : String(whole)) + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
