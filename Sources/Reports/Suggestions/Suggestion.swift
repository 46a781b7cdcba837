/// What the facts say about one parameter: another value worth trying, or that there is no reason for one.
struct Suggestion: Sendable, Hashable {
    /// One value that was looked at.
    struct Trial: Sendable, Hashable {
        let value: Int
        /// What it would have done, in a few words for a table.
        let outcome: String
        let isPresent: Bool
        /// Whether it clears the bar.
        let isWorthTrying: Bool
    }

    let parameter: String
    let present: Int
    /// Nil where no value clears the bar.
    let proposed: Int?
    /// Whether the Chairman has to approve the change.
    let isStrategic: Bool
    /// What was found, with n.
    let evidence: String
    /// What the proposed value would have done; nil without one.
    let effect: String?
    /// All values that were looked at, in their order; none where there is too little to judge by.
    let trials: [Trial]
}

extension Suggestion {
    /// Who may decide (operations.md §7).
    var whoDecides: String {
        isStrategic
            ? "The Chairman approves changes of this parameter." : "The agent may apply this change; the Chairman can undo or lock it."
    }

    var command: String? {
        proposed.map {
            "mainstay parameters set \(parameter)=\($0) --why \"\(isStrategic ? "approved by the Chairman, " : "")see the report\""
        }
    }
}
