import CustomerMetrics
import Foundation

/// Whether two shares of different people differ by more than chance would make them.
enum ShareDifference {
    /// How often chance alone may be called a difference.
    static let level = 0.05

    /// The two-sided test of two proportions by the normal approximation with a pooled share. Small cohorts swing: a reader should not decide anything
    /// for a swing.
    ///
    /// - Returns: how probable so large a difference is where there is none; nil where one of them is of nobody, or both are of everybody or of nobody
    ///   in them.
    static func probability(_ one: (part: Int, whole: Int), _ other: (part: Int, whole: Int)) -> Double? {
        guard one.whole > 0, other.whole > 0 else { return nil }
        let pooled = Double(one.part + other.part) / Double(one.whole + other.whole)
        guard pooled > 0, pooled < 1 else { return nil }
        let deviation = (pooled * (1 - pooled) * (1 / Double(one.whole) + 1 / Double(other.whole))).squareRoot()
        let difference = Double(one.part) / Double(one.whole) - Double(other.part) / Double(other.whole)
        return erfc(abs(difference) / deviation / 2.0.squareRoot())
    }

    /// Of a single comparison that was chosen before its figures were known; of several ``HolmTest`` decides.
    static func isBeyondChance(_ one: (part: Int, whole: Int), _ other: (part: Int, whole: Int)) -> Bool? {
        probability(one, other).map { $0 < level }
    }
}
