import ArgumentParser

/// The rows of the result, in the order in which they are measured: what grows the company comes after what measures it.
enum Row: String, Sendable, CaseIterable, ExpressibleByArgument {
    case sample
    case change
    case batch
    case history
    case freshness
    case alert
    case storm
    case reconcile
    case questions
    case snapshots
    case reports
    case pages
    case `import`
    case memory
    case demo

    /// What the row asks.
    var title: String {
        switch self {
        case .sample: "Making a company"
        case .change: "One changed customer → fresh committed score"
        case .batch: "Many changed customers"
        case .history: "Exact history"
        case .freshness: "Fact committed → score committed, engine running"
        case .alert: "Fact committed → alert at its receiver, server running"
        case .storm: "10,000 customers turning Critical at once"
        case .reconcile: "Reconcile of everybody from all facts"
        case .questions: "Questions"
        case .snapshots: "Taking a dashboard's snapshot"
        case .reports: "Making a report"
        case .pages: "Pages and API, server warm"
        case .import: "CSV import"
        case .memory: "Memory of the server"
        case .demo: "mainstay demo"
        }
    }

    func measure(on bench: Workbench) async throws -> [Measurement] {
        switch self {
        case .sample: try await SampleGeneration(bench: bench).measure()
        case .change: try await OneChange(bench: bench).measure()
        case .batch: try await ManyChanges(bench: bench).measure()
        case .history: try await History(bench: bench).measure()
        case .freshness: try await Freshness(bench: bench).measure()
        case .alert: try await AlertDelay(bench: bench).measure()
        case .storm: try await AlertStorm(bench: bench).measure()
        case .reconcile: try await Reconcile(bench: bench).measure()
        case .questions: try await Questions(bench: bench).measure()
        case .snapshots: try await Snapshots(bench: bench).measure()
        case .reports: try await MadeReports(bench: bench).measure()
        case .pages: try await Pages(bench: bench).measure()
        case .import: try await ImportSpeed(bench: bench).measure()
        case .memory: try await ServerMemory(bench: bench).measure()
        case .demo: try await DemoTime(bench: bench).measure()
        }
    }
}
