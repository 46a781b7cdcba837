import Domain

/// How messages and reports name a customer.
extension Customer {
    /// The name, or the id where there is none.
    public var shownName: String { name ?? id.shown }

    /// `48,000`, or that it is not known.
    public var arrWords: String { arr.map(NumberText.money) ?? "not known" }

    /// The customer's page.
    public var path: String { "/customers/\(uuidText)" }
}
