public import Domain

extension Role {
    /// The role as people call it.
    public var title: String {
        switch self {
        case .chairman: "Chairman"
        case .eva: "EVA (agent)"
        case .successLead: "Success lead"
        case .successTeam: "Success team"
        case .marketing: "Marketing"
        case .engineering: "Engineering"
        case .successOps: "Success operations"
        case .product: "Product"
        case .admin: "Administrator"
        }
    }

    /// All roles as commands take them: `chairman, eva, …`.
    public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
