/// Readings of one quantity.
struct Samples: Sendable {
    private(set) var values: [Double]
    /// Where the values are percentiles: of how many readings.
    private let readings: Int?

    init(_ values: [Double] = []) { (self.values, readings) = (values, nil) }

    /// Too many readings to keep each.
    ///
    /// - Parameter percentiles: the least, those from 1 to 99, and the greatest.
    init(percentiles: [Double], of readings: Int) { (values, self.readings) = (percentiles, readings) }

    mutating func add(_ value: Double) { values.append(value) }

    var count: Int { readings ?? values.count }
    var least: Double { values.min() ?? .nan }
    var greatest: Double { values.max() ?? .nan }

    /// The middle reading; the mean of the two in the middle where their number is even.
    var median: Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The smallest reading that is not exceeded by more than 1 % of all: one that was really taken, not a value between two.
    var p99: Double {
        guard !values.isEmpty else { return .nan }
        let rank = (Double(values.count) * 0.99).rounded(.up)
        return values.sorted()[max(1, Int(rank)) - 1]
    }

    /// Whether one percent of them is at least a reading.
    var hasP99: Bool { count >= 100 }

    func map(_ transform: (Double) -> Double) -> Samples {
        let values = values.map(transform)
        return readings.map { Samples(percentiles: values, of: $0) } ?? Samples(values)
    }
}
