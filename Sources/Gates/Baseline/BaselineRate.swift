public import Foundation

/// A 1-month retention rate that may be a baseline: more than 0 and at most 100 percent, with at most 2 decimals.
public struct BaselineRate: Sendable, Hashable {
    public let percent: Decimal

    /// - Parameter text: `82.5`; a percent sign behind it does no harm.
    /// - Throws: ``BaselineError``.
    public init(_ text: String) throws(BaselineError) {
        var trimmed = text.trimmingCharacters(in: .whitespaces)
        if trimmed.hasSuffix("%") { trimmed = String(trimmed.dropLast()).trimmingCharacters(in: .whitespaces) }
        guard trimmed.wholeMatch(of: /[0-9]{1,6}(\.[0-9]{1,2})?/) != nil, let percent = Decimal(string: trimmed) else {
            throw .rateMalformed(text)
        }
        guard percent > 0, percent <= 100 else { throw .rateOutOfRange(trimmed) }
        self.percent = percent
    }
}
