/// What somebody of the company does with the numbers, and therefore may see (operations.md §2).
public enum Role: String, Sendable, Hashable, CaseIterable, Codable {
    case chairman
    /// A software agent that proposes changes and runs the daily check.
    case eva
    case successLead = "success_lead"
    case successTeam = "success_team"
    case marketing
    case engineering
    case successOps = "success_ops"
    case product
    /// Keeps users and roles, and sees everything.
    case admin
}
