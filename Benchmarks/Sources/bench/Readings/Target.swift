/// What a measurement must reach. Targets are those of the full scale.
enum Target: Sendable {
    case medianAtMost(Double)
    case medianAtLeast(Double)
    case p99AtMost(Double)
    case greatestAtMost(Double)
    case ratioAtMost(Double)
    case ratioAtLeast(Double)

    func text(_ unit: Unit) -> String {
        switch self {
        case .medianAtMost(let limit): "≤ " + unit.text(limit)
        case .medianAtLeast(let limit): "≥ " + unit.text(limit)
        case .p99AtMost(let limit): "p99 ≤ " + unit.text(limit)
        case .greatestAtMost(let limit): "max ≤ " + unit.text(limit)
        case .ratioAtMost(let limit): "≤ " + Unit.digits(limit) + "×"
        case .ratioAtLeast(let limit): "≥ " + Unit.digits(limit) + "×"
        }
    }

    /// Nil where the measurement has nothing that could be held against the target.
    func isMet(samples: Samples?, ratio: Double?) -> Bool? {
        switch self {
        case .medianAtMost(let limit): samples.map { $0.median <= limit }
        case .medianAtLeast(let limit): samples.map { $0.median >= limit }
        case .p99AtMost(let limit): samples.map { $0.p99 <= limit }
        case .greatestAtMost(let limit): samples.map { $0.greatest <= limit }
        case .ratioAtMost(let limit): ratio.map { $0 <= limit }
        case .ratioAtLeast(let limit): ratio.map { $0 >= limit }
        }
    }
}
