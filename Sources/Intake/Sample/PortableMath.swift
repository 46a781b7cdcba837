/// Exponential and logarithm out of additions and multiplications only.
///
/// The C library's functions differ in the last bit between platforms, and one bit can turn a customer's life around;
/// the same seed must give the same company everywhere.
enum PortableMath {
    private static let logarithmOf2 = 0.693_147_180_559_945_3

    /// e to the power of `x`, for |x| up to 700.
    static func exp(_ x: Double) -> Double {
        let halvings = (x / logarithmOf2).rounded()
        let rest = x - halvings * logarithmOf2
        var term = 1.0
        var sum = 1.0
        // |rest| ≤ 0.35: the thirteenth term is below the last bit.
        for n in 1...13 {
            term *= rest / Double(n)
            sum += term
        }
        return Double(sign: .plus, exponent: Int(halvings), significand: sum)
    }

    /// Natural logarithm of a positive number.
    static func log(_ x: Double) -> Double {
        // x = m · 2ᵉ with m in [1, 2); log m = 2·artanh((m − 1)/(m + 1)), whose argument is at most ⅓.
        let ratio = (x.significand - 1) / (x.significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for n in 0..<16 {
            sum += power / Double(2 * n + 1)
            power *= square
        }
        return 2 * sum + Double(x.exponent) * logarithmOf2
    }

    /// 1 ÷ (1 + e⁻ˣ): any number to a share.
    static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
