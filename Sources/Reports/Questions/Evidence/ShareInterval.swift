import Domain
import Foundation

/// Between what a share lies with 95 % certainty: the score interval of Wilson (1927, JASA 22, 209–212), which holds for few answers and near 0 and
/// 100 % where the simple one fails (Brown, Cai and DasGupta 2001, Statistical Science 16, 101–133).
enum ShareInterval {
    private static let quantile = 1.96

    /// - Returns: in percent with 2 decimals; nil of nobody.
    static func of(_ part: Int, _ whole: Int) -> ReportFigure.Interval? {
        guard whole > 0 else { return nil }
        let (n, share, z) = (Double(whole), Double(part) / Double(whole), quantile)
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return ReportFigure.Interval(
            low: part == 0 ? 0 : hundredths(100 * (centre - half)), high: part == whole ? 100 : hundredths(100 * (centre + half)))
    }

    /// With 2 decimals, half away from zero.
    static func hundredths(_ value: Double) -> Decimal {
        Decimal(sign: value < 0 ? .minus : .plus, exponent: -2, significand: Decimal((value.magnitude * 100).rounded()))
    }

    /// 100 × part ÷ whole as ``hundredths(_:)``, exactly; nil of nobody.
    static func percent(_ part: Int, _ whole: Int) -> Decimal? {
        guard whole > 0 else { return nil }
        // Whole numbers: twice the hundredths, and half of the divisor for rounding.
        let doubled = 20_000 * part + whole
        return Decimal(sign: .plus, exponent: -2, significand: Decimal(doubled / (2 * whole)))
    }
}

extension ReportFigure.Interval {
    /// `16.42 to 37.05`
    var words: String { "\(NumberText.decimal(low)) to \(NumberText.decimal(high))" }
}
