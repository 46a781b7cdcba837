import CustomerMetrics
import Foundation

/// Whether two shares of different people differ by more than chance would make them.
enum ShareDifference {
    /// The two-sided test of two proportions by the normal approximation with a pooled share, at 95 %. Small cohorts swing: a reader should not
    /// decide anything for a swing.
    ///
    /// - Returns: nil where one of them is of nobody, or both are of everybody or of nobody in them.
    static func isBeyondChance(_ one: (part: Int, whole: Int), _ other: (part: Int, whole: Int)) -> Bool? {
        guard one.whole > 0, other.whole > 0 else { return nil }
        let pooled = Double(one.part + other.part) / Double(one.whole + other.whole)
        guard pooled > 0, pooled < 1 else { return nil }
        let deviation = (pooled * (1 - pooled) * (1 / Double(one.whole) + 1 / Double(other.whole))).squareRoot()
        let difference = Double(one.part) / Double(one.whole) - Double(other.part) / Double(other.whole)
        return abs(difference) > 1.96 * deviation
    }
}
