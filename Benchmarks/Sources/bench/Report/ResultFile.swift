import Foundation

/// The result for programs: all readings, in seconds, per second or bytes.
struct ResultFile: Encodable {
    struct Section: Encodable {
        let row: String
        let failed: String?
        let measurements: [Line]
    }

    struct Line: Encodable {
        let what: String
        let unit: Unit
        let target: String?
        let met: Bool?
        let ratio: Double?
        let median: Double?
        let p99: Double?
        let samples: [Double]?
        let skipped: String?

        init(_ measurement: Measurement) {
            (what, unit, skipped) = (measurement.what, measurement.unit, measurement.skipped)
            (met, ratio, target) = (measurement.isMet, measurement.ratio, measurement.target?.text(measurement.unit))
            (median, samples) = (measurement.samples?.median, measurement.samples?.values)
            p99 = measurement.samples.flatMap { $0.hasP99 ? $0.p99 : nil }
        }
    }

    let scale: String
    let circumstances: [Circumstances.Entry]
    let rows: [Section]

    init(scale: Scale, circumstances: Circumstances, outcomes: [(row: Row, outcome: Outcome)]) {
        (self.scale, self.circumstances) = (scale.rawValue, circumstances.entries)
        rows = outcomes.map { row, outcome in
            switch outcome {
            case .measured(let measurements): Section(row: row.rawValue, failed: nil, measurements: measurements.map(Line.init))
            case .failed(let reason): Section(row: row.rawValue, failed: reason, measurements: [])
            }
        }
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path))
    }
}
