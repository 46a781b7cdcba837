public import Intake

extension ImportProgress {
    /// As the progress display shows it.
    public var step: ProgressStep {
        let what =
            switch phase {
            case .reading: "reading"
            case .checking: "checking"
            case .merging: "merging"
            case .finishing: "finishing"
            }
        return ProgressStep(
            file.map { "\(what) \($0)" } ?? what, share: phase == .reading && bytesTotal > 0 ? Double(bytesRead) / Double(bytesTotal) : nil,
            count: file == nil ? rows : fileRows, unit: "rows")
    }
}

extension SampleProgress {
    /// As the progress display shows it.
    public var step: ProgressStep {
        ProgressStep("making the company", share: Double(customersDone) / Double(max(customers, 1)), count: eventsDone, unit: "events")
    }
}
