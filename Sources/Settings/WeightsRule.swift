/// The shares of the three components make up a total of 100.
enum WeightsRule {
    static let names = ["engagement_weight", "support_weight", "value_weight"]
    static let total = 100

    static let example = zip(names, [50, 30, 20]).map { ParameterAssignment(name: $0, value: String($1)) }

    /// - Parameters:
    ///   - weights: their values, in the order of ``names``.
    ///   - given: which of them the change names.
    static func fault(_ weights: [Int], given: Set<String>) -> ParameterFault? {
        let sum = weights.reduce(0, +)
        guard sum != total else { return nil }
        return .weights(assignments(weights), sum: sum, remedy: remedy(weights, given: given))
    }

    /// Keeps the weights that were given and shares the rest among the others in proportion to what they are now.
    private static func remedy(_ weights: [Int], given: Set<String>) -> [ParameterAssignment]? {
        let others = names.indices.filter { !given.contains(names[$0]) }
        let kept = names.indices.filter { given.contains(names[$0]) }.reduce(0) { $0 + weights[$1] }
        let present = others.reduce(0) { $0 + weights[$1] }
        guard !others.isEmpty, kept <= total else { return nil }
        var mended = weights
        var rest = total - kept
        var share = present
        for index in others {
            // Each takes its part of what is left, so the last takes exactly the rest.
            mended[index] = share > 0 ? (2 * rest * weights[index] + share) / (2 * share) : rest
            rest -= mended[index]
            share -= weights[index]
        }
        return rest == 0 ? assignments(mended) : nil
    }

    private static func assignments(_ weights: [Int]) -> [ParameterAssignment] {
        zip(names, weights).map { ParameterAssignment(name: $0, value: String($1)) }
    }
}
