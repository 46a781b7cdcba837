/// What the rows are measured on.
actor Workbench {
    nonisolated let scale: Scale
    nonisolated let server: Server
    /// A folder for files, gone afterwards.
    nonisolated let folder: String
    /// The built program; nil where there is none.
    nonisolated let mainstay: String?
    nonisolated let narration: Narration
    private var companies: [Int: Company] = [:]

    init(scale: Scale, server: Server, folder: String, mainstay: String?, narration: Narration) {
        (self.scale, self.server, self.folder, self.mainstay, self.narration) = (scale, server, folder, mainstay, narration)
    }

    /// The company on which most rows are measured.
    func company() async throws -> Company { try await company(customers: scale.larger) }

    func smallerCompany() async throws -> Company { try await company(customers: scale.smaller) }

    /// Those that have been needed so far.
    var loaded: [Company] { companies.values.sorted { $0.customers < $1.customers } }

    private func company(customers: Int) async throws -> Company {
        if let company = companies[customers] { return company }
        let company = try await CompanyLoad(customers: customers, server: server, narration: narration).run()
        companies[customers] = company
        return company
    }
}
