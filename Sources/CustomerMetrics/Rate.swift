public import Domain
public import Foundation

/// A share of a whole: the counts it is made of, and its percentage.
public struct Rate: Sendable, Hashable {
    public let part: Int
    public let whole: Int
    /// 0–100 with 2 decimals, rounded half away from zero; nil when the whole is 0.
    public let percent: Decimal?

    public init(part: Int, whole: Int, percent: Decimal?) { (self.part, self.whole, self.percent) = (part, whole, percent) }

    /// Whether the share reaches a target, by the counts: 19.996 % shows as 20.00 and does not reach 20.
    ///
    /// - Parameter target: in percent.
    /// - Returns: nil when the whole is 0, so that the share is unknown.
    public func reaches(_ target: Decimal) -> Bool? {
        whole == 0 ? nil : Decimal(part) * 100 >= target * Decimal(whole)
    }

    public var json: JSON { .from(percent) }
}
