import Domain

/// How far a long piece of work is.
public struct ProgressStep: Sendable, Hashable {
    /// What is being done: `reading users.csv`.
    public let label: String
    /// From 0 to 1; nil where nobody can tell.
    public let share: Double?
    /// What has been done so far, and of what: 120,000 rows.
    public let count: Int
    public let unit: String

    public init(_ label: String, share: Double?, count: Int, unit: String) {
        (self.label, self.share, self.count, self.unit) = (label, share, count, unit)
    }

    /// `reading users.csv  ██████▌     52 %  120,000 rows  310,000/s  4 s left`
    ///
    /// - Parameters:
    ///   - elapsed: since this step's label first appeared, in seconds.
    ///   - barWidth: columns of the bar; 0 leaves it out.
    func line(elapsed: Double, barWidth: Int) -> String {
        var parts = [label]
        if let share {
            let bar = Bar.horizontal(Int((share * 1_000).rounded()), of: 1_000, width: barWidth)
            if barWidth > 0 { parts.append(bar + String(repeating: " ", count: max(0, barWidth - bar.count))) }
            parts.append("\(Int((share * 100).rounded(.down))) %")
        }
        parts.append("\(NumberText.count(count)) \(unit)")
        if elapsed >= 0.5, count > 0 { parts.append("\(NumberText.count(Int(Double(count) / elapsed)))/s") }
        if let share, share > 0.02, share < 1, elapsed >= 1 { parts.append("\(Self.seconds(elapsed / share * (1 - share))) left") }
        return parts.joined(separator: "  ")
    }

    private static func seconds(_ value: Double) -> String {
        let whole = Int(value.rounded(.up))
        return whole < 100 ? "\(whole) s" : "\((whole + 59) / 60) min"
    }
}
