import Foundation

/// From values to places: the ends are round numbers that hold all values.
struct ReportScale {
    let low: Double
    let high: Double
    /// Values that are written at the axis.
    let ticks: [Double]

    /// - Parameters:
    ///   - minimum: the end of the scale, where it is given; values beyond it widen it.
    ///   - maximum: the same.
    init(_ values: [Double], minimum: Double?, maximum: Double?) {
        let least = min(values.min() ?? 0, minimum ?? .infinity)
        let most = max(values.max() ?? 1, maximum ?? -.infinity)
        let span = most > least ? most - least : max(abs(most), 1)
        let rough = span / 4
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
        low = (least / step).rounded(.down) * step
        let top = (most / step).rounded(.up) * step
        high = top > low ? top : low + step
        let count = Int(((high - low) / step).rounded())
        let start = low
        ticks = (0...max(1, min(count, 12))).map { start + Double($0) * step }
    }

    /// From 0 at the low end to 1 at the high one.
    func part(_ value: Double) -> Double { min(1, max(0, (value - low) / (high - low))) }
}
