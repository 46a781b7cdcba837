import Domain
import Foundation

/// The facts of a company as plain arrays: what the tables of facts should hold.
struct Company: Sendable {
    struct Customer: Hashable, Sendable {
        let id: UUID
        var email: String?
        var createdAt: Moment
        var lastLogin: Moment?
        var status = "active"
        var churnedAt: Moment?
        var tier: String?
    }

    /// A change of status besides `created_at` and `churned_at`; of two in one instant the later entry counts.
    struct StatusChange: Hashable, Sendable {
        let customer: UUID
        let moment: Moment
        let isActive: Bool
    }

    struct UsageEvent: Hashable, Sendable {
        /// Nil for a login that was kept when `last_login` took its value.
        let id: UUID?
        var customer: UUID
        var type: String
        var moment: Moment
        var feature: String?

        /// Nil and empty are no name.
        var featureName: String? { feature == "" ? nil : feature }
    }

    struct Ticket: Hashable, Sendable {
        let id: UUID
        var customer: UUID
        var status: String
        var openedAt: Moment
        var closedAt: Moment?

        static func isOpen(status: String) -> Bool { status == "open" || status == "pending" }
    }

    struct Campaign: Hashable, Sendable {
        let number: Int
        let type: String
        var customer: UUID
        var sentAt: Moment
    }

    var customers: [UUID: Customer] = [:]
    var statusChanges: [StatusChange] = []
    var events: [UsageEvent] = []
    var tickets: [Ticket] = []
    var campaigns: [Campaign] = []
    /// Features that are listed, and whether they are core.
    var features: [String: Bool] = [:]
    /// In the order of their validity.
    var models = [ScoringModel.first]

    /// In a fixed order, so that a seed always draws the same.
    var customerIDs: [UUID] { customers.keys.sorted { $0.uuidString < $1.uuidString } }
}
