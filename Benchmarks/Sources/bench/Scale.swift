import ArgumentParser

/// How large the companies are that are measured.
enum Scale: String, Sendable, CaseIterable, ExpressibleByArgument {
    case small
    case full

    /// Customers of the smaller company; whether cost grows with the base shows in the ratio of the two.
    var smaller: Int { larger / 10 }

    /// Customers of the larger company, on which most rows are measured.
    var larger: Int {
        switch self {
        case .small: 100_000
        case .full: 1_000_000
        }
    }

    /// Usage events of the file that is imported into the larger company.
    var importedEvents: Int { larger }

    /// On average.
    static let eventsPerCustomer = 10
}
