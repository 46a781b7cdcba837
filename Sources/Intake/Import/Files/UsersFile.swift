extension ImportFile {
    /// Customers. The only file that must be there.
    static let users = ImportFile(
        name: "users.csv",
        table: "users",
        columns: [
            .customer("user_id"),
            .moment("created_at", required: true),
            .text("email"),
            .text("name"),
            .moment("last_login"),
            .text("status", meaningful: ["active"]),
            .moment("churned_at"),
            .text("subscription_tier", meaningful: ["enterprise", "professional", "basic"]),
            .amount("arr", integerDigits: 14),
            .date("renewal_date"),
        ],
        identity: Identity(tableColumn: "user_id", fileColumn: "user_id", externalColumn: "external_id", isPerCustomer: false),
        order: [Order(earlier: "created_at", later: "churned_at")])
}
