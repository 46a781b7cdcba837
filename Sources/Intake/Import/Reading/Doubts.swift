import Domain

/// A text that is taken as it stands, and reads like a word with a meaning of its own.
struct Doubt: Hashable {
    let column: String
    let value: String
    let meant: String
}

/// Those of a file, with the number of rows of each.
struct Doubts {
    private var rows: [Doubt: Int] = [:]

    /// More spellings of one word than these are no slip of the pen.
    private static let most = 20

    mutating func note(_ doubt: Doubt) {
        if rows.count < Self.most || rows[doubt] != nil { rows[doubt, default: 0] += 1 }
    }

    /// The commonest first.
    var warnings: [String] {
        rows.sorted { ($1.value, $0.key.column, $0.key.value) < ($0.value, $1.key.column, $1.key.value) }.map { doubt, count in
            "\(doubt.column): “\(Mistake.shortened(doubt.value))” in \(NumberText.count(count, "row")) is taken as it stands, not as "
                + "\(doubt.meant); write \(doubt.meant) where that is meant"
        }
    }
}
