/// Which of several comparisons are beyond chance, when whoever reads them looks at all and remembers those that stand out.
///
/// Of twenty comparisons of what is alike, one is "beyond chance" at 95 % by chance. Holm (1979), "A simple sequentially rejective multiple test
/// procedure", Scandinavian Journal of Statistics 6, 65–70: the smallest of m probabilities is held against level ÷ m, the next against
/// level ÷ (m − 1), and so on up to the first that fails. Then the probability of one wrong claim among all of them is at most the level, however they
/// depend on each other.
enum HolmTest {
    /// - Parameter probabilities: of each comparison; nil where nothing could be compared, which counts for nothing.
    /// - Returns: for each of them whether it is beyond chance.
    static func areBeyondChance(_ probabilities: [Double?], level: Double = ShareDifference.level) -> [Bool] {
        var areBeyond = probabilities.map { _ in false }
        let known = probabilities.enumerated().compactMap { place, probability in probability.map { (place: place, probability: $0) } }
            .sorted { $0.probability < $1.probability }
        for (rank, comparison) in known.enumerated() {
            guard comparison.probability < level / Double(known.count - rank) else { break }
            areBeyond[comparison.place] = true
        }
        return areBeyond
    }

    /// Of the best of several against the worst of them, which nobody chose before the figures were known: as if each pair had been compared
    /// (Bonferroni's inequality; Dunn 1961, Journal of the American Statistical Association 56, 52–64).
    ///
    /// - Parameters:
    ///   - probability: of that pair alone.
    ///   - count: how many there are to choose from.
    static func ofExtremes(_ probability: Double, among count: Int) -> Double { min(1, probability * Double(count * (count - 1) / 2)) }
}
