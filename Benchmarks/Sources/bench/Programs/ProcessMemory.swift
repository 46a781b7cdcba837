import Foundation

/// What a process has in memory, in bytes.
struct ProcessMemory: Sendable {
    let resident: Double
    /// The most it ever had.
    let peak: Double

    /// - Returns: nil where the system does not tell (only Linux does).
    init?(process: Int32) {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return nil }
        func value(_ name: String) -> Double? {
            status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
                .flatMap { line in line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } }
                .map { $0 * 1_024 }
        }
        guard let resident = value("VmRSS"), let peak = value("VmHWM") else { return nil }
        (self.resident, self.peak) = (resident, peak)
    }
}
