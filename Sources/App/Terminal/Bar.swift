import Foundation

/// Small pictures of numbers, made of block characters.
enum Bar {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    private static let heights = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// A bar whose length is the share of the width, to an eighth of a column; what is not nothing has at least that.
    static func horizontal(_ part: Int, of whole: Int, width: Int) -> String {
        guard whole > 0, part > 0 else { return "" }
        let length = max(1, min(part, whole) * width * 8 / whole)
        return String(repeating: "█", count: length / 8) + eighths[length % 8]
    }

    /// A line of columns between two values; nil leaves a gap.
    static func sparkline(_ values: [Double?], from low: Double, to high: Double) -> String {
        values.map { value in
            guard let value else { return " " }
            guard high > low else { return heights[0] }
            let share = min(max((value - low) / (high - low), 0), 1)
            return heights[Int((share * Double(heights.count - 1)).rounded())]
        }.joined()
    }
}
