/// Which name somebody most likely meant.
enum NearestName {
    /// The name nearest to `text`: the same but for case, else the first that `text` is a whole part of, else the one that fewest slips of the
    /// keyboard away; nil when none is near.
    static func of(_ text: String, among names: [String]) -> String? {
        let typed = text.lowercased()
        guard !typed.isEmpty else { return nil }
        if let same = names.first(where: { $0.lowercased() == typed }) { return same }
        let ranked = names.map { (name: $0, slips: slips(from: typed, to: $0.lowercased())) }
        // A third of the letters wrong is a different word.
        if let nearest = ranked.min(by: { $0.slips < $1.slips }), nearest.slips <= max(1, min(typed.count, nearest.name.count) / 3) {
            return nearest.name
        }
        return typed.count >= 4 ? names.first { $0.lowercased().contains(typed) } : nil
    }

    /// The number of letters added, left out, mistaken or swapped with a neighbour (optimal string alignment distance).
    private static func slips(from typed: String, to name: String) -> Int {
        let (a, b) = (Array(typed), Array(name))
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, beforeLast[j - 1] + 1) }
                row.append(least)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
