/// The result for people: one section per row, printed as soon as it is there, in columns of fixed width.
struct ResultTable {
    private static let widths = (what: 64, target: 15, measured: 52, ratio: 9)

    static var heading: String {
        line("what", "target", "median (min–max, n)", "ratio", "") + "\n"
            + String(repeating: "─", count: widths.what + widths.target + widths.measured + widths.ratio + 8)
    }

    static func section(_ row: Row, _ outcome: Outcome) -> String {
        var lines = ["\(row.rawValue): \(row.title)"]
        switch outcome {
        case .measured(let measurements): lines += measurements.map(text)
        case .failed(let reason): lines.append("  could not be measured: \(reason)")
        }
        return lines.joined(separator: "\n")
    }

    private static func text(_ measurement: Measurement) -> String {
        if let reason = measurement.skipped { return "  \(measurement.what): skipped, \(reason)" }
        let verdict = measurement.isMet.map { $0 ? "met" : "MISSED" } ?? ""
        return line(
            "  " + measurement.what, measurement.target?.text(measurement.unit) ?? "", measured(measurement),
            measurement.ratio.map { Unit.digits($0) + "×" } ?? "", verdict)
    }

    private static func measured(_ measurement: Measurement) -> String {
        guard let samples = measurement.samples else { return "" }
        let unit = measurement.unit
        guard samples.count > 1 else { return "\(unit.text(samples.median)) (n 1)" }
        let p99 = samples.hasP99 ? ", p99 \(unit.text(samples.p99))" : ""
        return "\(unit.text(samples.median)) (\(unit.text(samples.least))–\(unit.text(samples.greatest)), n \(samples.count))\(p99)"
    }

    private static func line(_ what: String, _ target: String, _ measured: String, _ ratio: String, _ verdict: String) -> String {
        let text =
            padded(what, widths.what) + "  " + padded(target, widths.target) + "  " + padded(measured, widths.measured) + "  "
            + padded(ratio, widths.ratio) + "  " + verdict
        return String(text.reversed().drop { $0 == " " }.reversed())
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
